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

/**
 * What a server, a pooler or a proxy says when it refuses something: the fields of an
 * ErrorResponse that a client sees. The enums beside it have the exact texts.
 *
 * @since 0.1.0
 */
public interface ServerError {

	/**
	 * Return the severity.
	 * @return {@code ERROR}, {@code FATAL} or {@code PANIC}
	 */
	String severity();

	/**
	 * Return the SQLSTATE.
	 * @return five digits or upper-case letters
	 */
	String sqlState();

	/**
	 * Return the text, with sample values in its variable parts.
	 * @return the text
	 */
	String message();

	/**
	 * Return the error with other values in the variable parts of its text.
	 * @param values one value for each part, in their order
	 * @return the error
	 * @throws IllegalArgumentException if there are more or fewer parts
	 */
	default ServerError with(Object... values) {
		if (values.length > 0) {
			throw new IllegalArgumentException("The text '%s' has no variable parts".formatted(message()));
		}
		return this;
	}

	/**
	 * Make an error of one's own.
	 * @param severity {@code ERROR}, {@code FATAL} or {@code PANIC}
	 * @param sqlState five digits or upper-case letters
	 * @param message the text
	 * @return the error
	 * @throws IllegalArgumentException if one of them is something else, or the text is
	 * empty
	 */
	static ServerError of(String severity, String sqlState, String message) {
		return new CustomError(severity, sqlState, message);
	}

}
