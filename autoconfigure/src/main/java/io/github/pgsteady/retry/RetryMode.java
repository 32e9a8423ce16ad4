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

package io.github.pgsteady.retry;

/**
 * What of a call may be repeated after a failure of the database. In no mode is anything
 * repeated that may have been committed, but for {@link #IDEMPOTENT}.
 *
 * @since 0.1.0
 */
public enum RetryMode {

	/**
	 * Nothing, neither the call nor what it calls.
	 */
	NEVER,

	/**
	 * Only what failed before the body of the method ran: no connection, or a dead one
	 * that was found before the transaction began. The default for transactional methods,
	 * whose bodies may have had effects elsewhere.
	 */
	CONNECT_ONLY,

	/**
	 * Whatever was certainly not committed; the body runs again. The default for
	 * repositories.
	 */
	RERUN,

	/**
	 * Also what may have been committed: the call may be executed twice, and the second
	 * time changes nothing. For calls that only read, but by means that do not show it,
	 * and for those that say themselves whether they have run before.
	 */
	IDEMPOTENT

}
