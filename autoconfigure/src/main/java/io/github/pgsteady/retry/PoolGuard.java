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

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStatus;

/**
 * Keeps the calls of a pool from piling up while its database is away: some wait, the
 * others fail at once, and when it has been away for long only one at a time looks
 * whether it is back.
 */
final class PoolGuard {

	private final ObservedPool pool;

	private final RetryBudget budget;

	private final @Nullable Integer maxWaiting;

	private final Duration connectDeadline;

	private final AtomicBoolean probing = new AtomicBoolean();

	private final AtomicInteger pausing = new AtomicInteger();

	PoolGuard(ObservedPool pool, RetryBudget budget, @Nullable Integer maxWaiting, Duration connectDeadline) {
		this.pool = pool;
		this.budget = budget;
		this.maxWaiting = maxWaiting;
		this.connectDeadline = connectDeadline;
	}

	ObservedPool getPool() {
		return this.pool;
	}

	RetryBudget getBudget() {
		return this.budget;
	}

	Duration getConnectDeadline() {
		return this.connectDeadline;
	}

	/**
	 * Let a call in.
	 * @return whether it is the one that looks whether the database is back, and has to
	 * say when it has ended
	 * @throws CannotGetJdbcConnectionException if it must not wait
	 */
	boolean admit() {
		if (!this.pool.isInTrouble()) {
			return false;
		}
		PoolStatus status = this.pool.getStatus();
		if (status == null || !isAway(status.state())) {
			return false;
		}
		if (isForLong(status)) {
			if (this.probing.compareAndSet(false, true)) {
				return true;
			}
			throw away(status, "another call looks whether it is back");
		}
		int maxWaiting = (this.maxWaiting != null) ? this.maxWaiting : 2 * status.maximum();
		int waiting = status.waiting() + this.pausing.get();
		if (waiting >= maxWaiting) {
			throw away(status, waiting + " calls wait for it ('pgsteady.retry.max-waiting')");
		}
		return false;
	}

	/**
	 * Return whether it makes no sense to ask again soon.
	 * @return whether the database refuses, or has been away for too long
	 */
	boolean isToBeLeftAlone() {
		if (!this.pool.isInTrouble()) {
			return false;
		}
		PoolStatus status = this.pool.getStatus();
		return status != null && isAway(status.state()) && isForLong(status);
	}

	/**
	 * A call waits for its next attempt, and for the database.
	 */
	void pauses() {
		this.pausing.incrementAndGet();
	}

	void paused() {
		this.pausing.decrementAndGet();
	}

	int getPausing() {
		return this.pausing.get();
	}

	void probed() {
		this.probing.set(false);
	}

	private static boolean isAway(PoolState state) {
		return state == PoolState.UNREACHABLE || state == PoolState.REFUSED;
	}

	private boolean isForLong(PoolStatus status) {
		return status.state() == PoolState.REFUSED || status.since().compareTo(this.connectDeadline) > 0;
	}

	private CannotGetJdbcConnectionException away(PoolStatus status, String why) {
		Failure failure = status.connectFailure();
		String message = "The database of '%s' is %s since %s s (%s), and %s".formatted(this.pool.getName(),
				(status.state() == PoolState.REFUSED) ? "refusing connections" : "unreachable",
				status.since().toSeconds(), failure, why);
		return new CannotGetJdbcConnectionException(message,
				(failure != null && failure.exception() instanceof SQLException exception) ? exception : null);
	}

}
