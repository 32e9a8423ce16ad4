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

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * That a pool had no connection to give in time. HikariCP gives the exception the
 * SQLSTATE and the cause of the last failure to connect or to validate, however long ago
 * that was, so these only count while the pool could be larger: then it is still trying.
 *
 * @param total how many connections the pool had
 * @param active how many of them were in use
 */
record BorrowTimeout(int total, int active) {

	private static final Pattern MESSAGE = Pattern.compile(
			"Connection is not available, request timed out after \\d+ms(?: \\(total=(\\d+), active=(\\d+),.*\\))?");

	static @Nullable BorrowTimeout of(SQLException exception) {
		if (!(exception instanceof SQLTransientConnectionException) || exception.getMessage() == null) {
			return null;
		}
		Matcher matcher = MESSAGE.matcher(exception.getMessage());
		if (!matcher.find()) {
			return null;
		}
		return (matcher.group(1) != null)
				? new BorrowTimeout(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
				: new BorrowTimeout(0, 0);
	}

	/**
	 * Return whether each connection of the pool was in use, and there could be no more.
	 * @param maximum the most connections of the pool, or 0 if nobody knows
	 * @return whether the pool was saturated
	 */
	boolean isSaturated(int maximum) {
		return this.total > 0 && this.total == this.active && this.total >= maximum;
	}

}
