/*
 * Copyright 2026-present the pgsteady authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.pgsteady.failure;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * A row of the table.
 *
 * @param sqlState five characters, two for a class of SQLSTATEs, or {@link #NONE}
 * @param text a text that the message contains, upper or lower case; empty for any
 * @param failureClass what it is then
 * @param pause how long to wait at least before the next attempt to connect
 * @param reason why no connection can be made then, if the rule knows more than the class
 * @param source where it comes from
 */
record FailureRule(String sqlState, String text, FailureClass failureClass, Duration pause,
		@Nullable FailureReason reason, String source) {

	static final String NONE = "-";

	FailureRule {
		Assert.isTrue(sqlState.equals(NONE) || sqlState.matches("[0-9A-Z]{5}|[0-9A-Z]{2}"),
				() -> "A SQLSTATE has five characters, or two for a class, unlike '" + sqlState + "'");
		text = text.toLowerCase(Locale.ROOT);
	}

	static FailureRule parse(String row) {
		String[] columns = row.split("\\|", -1);
		Assert.state(columns.length == 6, () -> "Six columns are needed: " + row);
		String reason = constant(columns[4]);
		return new FailureRule(columns[0].trim(), columns[1].trim(), FailureClass.valueOf(constant(columns[2])),
				pause(columns[3].trim()), reason.isEmpty() ? null : FailureReason.valueOf(reason), columns[5].trim());
	}

	private static String constant(String column) {
		return column.trim().toUpperCase(Locale.ROOT).replace('-', '_');
	}

	private static Duration pause(String text) {
		return StringUtils.hasText(text) ? Duration.parse("PT" + text) : Duration.ZERO;
	}

	boolean fits(@Nullable String state, String message) {
		boolean stateFits = (state != null) ? state.startsWith(this.sqlState) : this.sqlState.equals(NONE);
		return stateFits && message.toLowerCase(Locale.ROOT).contains(this.text);
	}

}
