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
 * How far a call was that failed. Each phase has limits of its own
 * ({@code pgsteady.retry.<phase>}).
 *
 * @since 0.1.0
 */
public enum RetryPhase {

	/**
	 * There was no connection, or a dead one: nothing was sent.
	 */
	CONNECT,

	/**
	 * It was reading, in auto-commit mode or in a read-only transaction.
	 */
	READ,

	/**
	 * It was in a transaction that was rolled back, or a single statement was.
	 */
	TRANSACTION,

	/**
	 * It was committing, or writing in auto-commit mode.
	 */
	COMMIT

}
