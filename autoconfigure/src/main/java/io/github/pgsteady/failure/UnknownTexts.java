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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each text once that stands for a SQLSTATE that says nothing, and that no rule
 * knows, so that the table can grow. What may be a name, a number or a secret is left
 * out.
 */
final class UnknownTexts {

	private static final Log logger = LogFactory.getLog(UnknownTexts.class);

	private static final int LIMIT = 100;

	private static final Set<String> SAY_NOTHING = Set.of("XX000", "08P01");

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	static boolean isAboutTexts(String sqlState) {
		return SAY_NOTHING.contains(sqlState);
	}

	void tell(@Nullable String sqlState, String message) {
		if (sqlState == null || !isAboutTexts(sqlState) || this.told.size() >= LIMIT) {
			return;
		}
		String text = redact(message);
		if (this.told.add(sqlState + text)) {
			logger.warn(("No rule knows this failure, so it is not retried (told once): %s '%s'. "
					+ "Add one under 'pgsteady.failure.rules', and tell the makers of pgsteady")
				.formatted(sqlState, text));
		}
	}

	static String redact(String message) {
		String text = message.lines().findFirst().orElse("");
		text = text.replaceAll("'[^']*'|\"[^\"]*\"|`[^`]*`", "…")
			.replaceAll("\\S*[@/=\\d]\\S*", "…")
			.replaceAll("\\S*\\w[.:]\\w\\S*", "…");
		return (text.length() <= 200) ? text : text.substring(0, 200) + "…";
	}

}
