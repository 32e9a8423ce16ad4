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

/**
 * The kinds of failure that differ in what can be done about them.
 *
 * @since 0.1.0
 */
public enum FailureClass {

	/**
	 * The server was not reached: refused, no route, timeout of the log-in.
	 */
	NEVER_REACHED(Execution.NOT_EXECUTED, true),

	/**
	 * All connections of the pool were in use, and none came back in time. More calls
	 * would only make it worse.
	 */
	SATURATED(Execution.NOT_EXECUTED, false),

	/**
	 * Refused, and the next attempt will be, too: wrong password, no such database,
	 * blocked, quota used up, TLS set wrong, the pool is closed.
	 */
	REFUSED(Execution.NOT_EXECUTED, false),

	/**
	 * The server, or the pooler before it, takes no more connections: 53300 and its
	 * disguises.
	 */
	EXHAUSTED(Execution.NOT_EXECUTED, true),

	/**
	 * The server wakes up, starts, recovers or shuts down.
	 */
	WAKING(Execution.NOT_EXECUTED, true),

	/**
	 * The connection was lost while it was in use.
	 */
	CONNECTION_LOST(Execution.UNKNOWN, true),

	/**
	 * Serialization failure, deadlock, lack of memory: the server rolled back, and may
	 * not the next time.
	 */
	ROLLED_BACK(Execution.ROLLED_BACK, true),

	/**
	 * The server, or the pooler before it, ended the session because of one of its time
	 * limits. What was open is rolled back.
	 */
	SESSION_TIMEOUT(Execution.ROLLED_BACK, true),

	/**
	 * A pooler gave the session to somebody else: a prepared statement is gone, or exists
	 * already. The statement was not executed.
	 */
	POOLER_STATE(Execution.NOT_EXECUTED, true),

	/**
	 * The server can only be read: a standby, or a database that the provider has
	 * switched to read-only. The statement was not executed.
	 */
	READ_ONLY(Execution.NOT_EXECUTED, false),

	/**
	 * None of these. A repetition would not help, as far as one can know.
	 */
	OTHER(Execution.UNKNOWN, false);

	private final Execution execution;

	private final boolean passing;

	FailureClass(Execution execution, boolean passing) {
		this.execution = execution;
		this.passing = passing;
	}

	/**
	 * Return what a failure of this class says about what was under way.
	 * @return what it says
	 */
	public Execution getExecution() {
		return this.execution;
	}

	/**
	 * Return whether the failure may pass: whether another attempt can succeed without
	 * anybody changing anything.
	 * @return whether it may
	 */
	public boolean isPassing() {
		return this.passing;
	}

}
