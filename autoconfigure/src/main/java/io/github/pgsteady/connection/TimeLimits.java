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

import java.time.Duration;

/**
 * How long the server may take to answer, and how long a connection may be idle before it
 * is validated. While the application starts, statements have no limit, since migrations
 * run then.
 */
final class TimeLimits {

	// What the driver needs to cancel a statement after its own timeout
	private static final int GRACE = 15_000;

	private static final Duration OUTCOME = Duration.ofSeconds(15);

	private final int statement;

	private final int commit;

	private final long idle;

	private volatile boolean started;

	TimeLimits(Duration statement, Duration commit, Duration idle) {
		this.statement = (int) Math.min(statement.toMillis(), Integer.MAX_VALUE);
		this.commit = (int) Math.min(commit.toMillis(), Integer.MAX_VALUE);
		this.idle = idle.toNanos();
	}

	void started() {
		this.started = true;
	}

	/**
	 * Return the limit of a statement.
	 * @param queryTimeout the statement's own timeout in seconds, or 0 if it has none
	 * @return the limit in milliseconds, or 0 for none
	 */
	int forStatement(int queryTimeout) {
		return this.started ? withRoomFor(queryTimeout, this.statement) : 0;
	}

	/**
	 * Return the limit of {@code COMMIT} and {@code ROLLBACK}.
	 * @param longestTimeout the longest timeout of a statement of the transaction in
	 * seconds, or 0
	 * @return the limit in milliseconds, or 0 for none
	 */
	int forCommit(int longestTimeout) {
		return this.started ? withRoomFor(longestTimeout, this.commit) : 0;
	}

	/**
	 * Return for how long the outcome of a {@code COMMIT} may be asked for that was not
	 * answered. Somebody waits for it, so there always is a limit.
	 * @return the limit
	 */
	Duration forOutcome() {
		return (this.commit != 0) ? Duration.ofMillis(this.commit) : OUTCOME;
	}

	private static int withRoomFor(int queryTimeout, int limit) {
		return (limit == 0 || queryTimeout <= 0) ? limit
				: (int) Math.min(Math.max(limit, queryTimeout * 1000L + GRACE), Integer.MAX_VALUE);
	}

	boolean isLong(long idleNanos) {
		return idleNanos > this.idle;
	}

}
