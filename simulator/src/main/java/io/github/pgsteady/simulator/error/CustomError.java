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

package io.github.pgsteady.simulator.error;

import java.util.Set;

/**
 * An error of one's own.
 *
 * @param severity the severity
 * @param sqlState the SQLSTATE
 * @param message the text
 */
record CustomError(String severity, String sqlState, String message) implements ServerError {

	private static final Set<String> SEVERITIES = Set.of("ERROR", "FATAL", "PANIC");

	CustomError {
		require(SEVERITIES.contains(severity), "A severity is ERROR, FATAL or PANIC, not '" + severity + "'");
		require(sqlState.matches("[0-9A-Z]{5}"),
				"A SQLSTATE has five digits or upper-case letters, unlike '" + sqlState + "'");
		require(!message.isEmpty() && message.indexOf('\0') == -1, "An error needs a text");
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
