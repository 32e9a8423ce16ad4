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

import io.github.pgsteady.simulator.proxy.InFlight.Progress;

/**
 * One statement on its way, or, with no statement, the point up to which the server skips
 * after an error and at which it says that it is ready.
 */
final class Execution {

	private final @Nullable String sql;

	private final StatementKind kind;

	private Progress progress = Progress.HELD;

	private @Nullable String answer;

	private final boolean explicitSync;

	// The fault that waits for this to be executed
	private @Nullable FaultInjection trap;

	private Execution(@Nullable String sql, boolean explicitSync) {
		this.sql = sql;
		this.explicitSync = explicitSync;
		this.kind = (sql != null) ? StatementKind.of(sql) : StatementKind.OTHER;
	}

	static Execution of(String sql) {
		return new Execution(sql, false);
	}

	// A message of its own
	static Execution sync() {
		return new Execution(null, true);
	}

	// What follows by itself on a simple query
	static Execution endOfQuery() {
		return new Execution(null, false);
	}

	boolean isExplicitSync() {
		return this.explicitSync;
	}

	boolean isSync() {
		return this.sql == null;
	}

	String sql() {
		return (this.sql != null) ? this.sql : "";
	}

	StatementKind kind() {
		return this.kind;
	}

	Progress progress() {
		return this.progress;
	}

	void sent() {
		if (this.progress == Progress.HELD) {
			this.progress = Progress.SENT;
		}
	}

	void answered(Progress progress, String answer) {
		this.progress = progress;
		this.answer = answer;
	}

	void trap(@Nullable FaultInjection fault) {
		this.trap = fault;
	}

	@Nullable FaultInjection trap() {
		return this.trap;
	}

	// It did not come to what the fault waited for
	void releaseTrap() {
		if (this.trap != null) {
			this.trap.release();
			this.trap = null;
		}
	}

	// A COMMIT of a failed transaction is answered by ROLLBACK: nothing was committed
	// then
	boolean didWhatItSays() {
		return this.progress == Progress.EXECUTED
				&& (this.kind == StatementKind.ROLLBACK || !"ROLLBACK".equals(this.answer));
	}

	// Even if the server is not ready for the next yet
	boolean isCommitted() {
		return this.kind == StatementKind.COMMIT && didWhatItSays();
	}

	InFlight inFlight() {
		return new InFlight(this.kind, sql(), this.progress, this.answer);
	}

}
