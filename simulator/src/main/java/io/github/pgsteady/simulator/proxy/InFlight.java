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

package io.github.pgsteady.simulator.proxy;

import org.jspecify.annotations.Nullable;

/**
 * A statement without an answer at the client, at the moment when its {@link Link} went:
 * what the server made of it tells {@link Progress}.
 *
 * @param kind what the statement does
 * @param sql its text
 * @param progress how far it came
 * @param answer what the server said and the client did not hear: the command tag, such
 * as {@code COMMIT} or {@code INSERT 0 1}, or the SQLSTATE and message of an error;
 * {@code null} where it said nothing yet
 * @since 0.1.0
 */
public record InFlight(StatementKind kind, String sql, Progress progress, @Nullable String answer) {

	/**
	 * How far a statement came.
	 */
	public enum Progress {

		/**
		 * No byte of it reached the server: it was not executed and never will be.
		 */
		HELD,

		/**
		 * It was on its way to the server, which did not answer: it may have been
		 * executed, or may still be.
		 */
		SENT,

		/**
		 * The server executed it and said so. Outside an explicit transaction, and for a
		 * {@code COMMIT} that was answered by {@code COMMIT}, it is permanent.
		 */
		EXECUTED,

		/**
		 * The server answered with an error.
		 */
		FAILED

	}

}
