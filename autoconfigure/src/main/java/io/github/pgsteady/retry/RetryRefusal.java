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
 * Why a call is not repeated.
 *
 * @since 0.1.0
 */
public enum RetryRefusal {

	/**
	 * The failure does not pass: the statement is wrong, the password is, or the database
	 * can only be read.
	 */
	LASTING,

	/**
	 * The failure is not of a database whose connections pgsteady makes.
	 */
	FOREIGN,

	/**
	 * {@link RetryMode#NEVER} was declared.
	 */
	DECLARED,

	/**
	 * The body of the method has run, and may have had effects elsewhere.
	 */
	BODY_HAS_RUN,

	/**
	 * The call has committed something before it failed.
	 */
	COMMITTED,

	/**
	 * What failed may have been committed.
	 */
	OUTCOME_UNKNOWN,

	/**
	 * All connections of the pool were in use.
	 */
	SATURATED,

	/**
	 * The application itself closed the connection of its transaction.
	 */
	CLOSED_BY_APPLICATION,

	/**
	 * The failed attempt has changed an entity of the caller in a way that cannot be
	 * undone.
	 */
	ENTITY_CHANGED,

	/**
	 * The persistence context is not the call's own (open-in-view), and holds what the
	 * failed attempt has left behind.
	 */
	SHARED_PERSISTENCE_CONTEXT,

	/**
	 * The connection that was lost is bound to the thread for longer than the call, by a
	 * method around it that may do without a transaction ({@code SUPPORTS}).
	 */
	SHARED_CONNECTION,

	/**
	 * There were as many retries as may be.
	 */
	MAX_RETRIES,

	/**
	 * There is no time left.
	 */
	DEADLINE,

	/**
	 * There have been too many retries of other calls.
	 */
	BUDGET,

	/**
	 * The database is away, and others wait for it already.
	 */
	AWAY,

	/**
	 * The thread was interrupted, or the application ends.
	 */
	INTERRUPTED

}
