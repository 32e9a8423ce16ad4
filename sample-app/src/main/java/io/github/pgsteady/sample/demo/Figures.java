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

package io.github.pgsteady.sample.demo;

import org.jspecify.annotations.Nullable;

/**
 * How a side fared in one second.
 *
 * @param succeeded calls that succeeded, those included that were recovered
 * @param recovered calls that only succeeded because pgsteady repeated them, or found out
 * that their COMMIT was executed
 * @param failed calls that failed
 * @param unknown calls that were reported as unknown
 * @param slowest the time that the slowest call took or takes, in milliseconds
 * @param hanging calls of which users do not wait for an answer any more
 * @param active connections in use
 * @param idle connections that are not
 * @param waiting threads that wait for one
 * @param totals the same calls since the start
 * @param integrity what the database has
 */
record Figures(long succeeded, long recovered, long failed, long unknown, @Nullable Double slowest, int hanging,
		@Nullable Double active, @Nullable Double idle, @Nullable Double waiting, Totals totals, Integrity integrity) {

	/**
	 * Calls since the start.
	 *
	 * @param succeeded calls that succeeded
	 * @param recovered those of them that were recovered
	 * @param failed calls that failed
	 * @param unknown calls that were reported as unknown
	 */
	record Totals(long succeeded, long recovered, long failed, long unknown) {

		static final Totals NONE = new Totals(0, 0, 0, 0);

	}

}
