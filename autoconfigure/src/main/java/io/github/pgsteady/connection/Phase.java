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

package io.github.pgsteady.connection;

/**
 * How far a connection was when something happened to it.
 *
 * @since 0.1.0
 */
public enum Phase {

	/**
	 * Nothing was under way: no statement since it was borrowed, or since the last commit
	 * or rollback.
	 */
	IDLE,

	/**
	 * A statement in auto-commit mode that only reads.
	 */
	READ,

	/**
	 * A statement in auto-commit mode that may write, or anything that may have committed
	 * unseen. Whether it was executed is unknown.
	 */
	WRITE,

	/**
	 * A transaction that is read-only, {@code COMMIT} not sent.
	 */
	READ_ONLY_TRANSACTION,

	/**
	 * A transaction, {@code COMMIT} not sent: the server can only roll back. Or the
	 * server was asked, and has rolled back.
	 */
	TRANSACTION,

	/**
	 * {@code COMMIT} was sent. Whether the transaction was committed is unknown.
	 */
	COMMIT;

	/**
	 * Return whether something may have been committed that nobody acknowledged.
	 * @return whether it may
	 */
	public boolean isOutcomeUnknown() {
		return this == WRITE || this == COMMIT;
	}

}
