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

package io.github.pgsteady.pool;

/**
 * What state a pool is in, from what has happened to its connections.
 *
 * @since 0.1.0
 */
public enum PoolState {

	/**
	 * No connection is in use.
	 */
	QUIET,

	/**
	 * Connections are in use.
	 */
	BUSY,

	/**
	 * All connections are in use, and somebody waits for one.
	 */
	SATURATED,

	/**
	 * Answers have stayed away for longer than {@code pgsteady.stall.suspect-after}, and
	 * nobody knows whether they will come: the server is being asked, or does not answer.
	 */
	STALLED,

	/**
	 * No connection can be made, and none of those that there are answers.
	 */
	UNREACHABLE,

	/**
	 * As {@link #UNREACHABLE}, for a reason that does not pass: a wrong password, no such
	 * database, a quota that is used up.
	 */
	REFUSED,

	/**
	 * All connections are in use, somebody waits for one, and for longer than any time
	 * limit allows none has been given back, nor has anything been answered.
	 */
	WEDGED

}
