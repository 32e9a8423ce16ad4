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

import java.time.Duration;
import java.util.function.LongSupplier;

import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;

/**
 * Derives the state of a pool from what has happened to its connections.
 */
final class PoolEvidence implements ConnectionListener {

	// While others are answered, a connection that cannot be made says nothing of those
	// that there are
	private static final long RECENT = Duration.ofSeconds(2).toNanos();

	// After that, nobody tries any more, and nobody knows. What is refused is tried every
	// 120 s
	private static final long PASSING_EXPIRES = Duration.ofSeconds(10).toNanos();

	private static final long REFUSAL_EXPIRES = Duration.ofSeconds(150).toNanos();

	private final ObservedPool pool;

	private final long wedgedAfter;

	private final LongSupplier nanoTime;

	private final long begin;

	private volatile @Nullable Failure connectFailure;

	private volatile long failedAt;

	private @Nullable PoolState state;

	private long since;

	PoolEvidence(ObservedPool pool, Duration wedgedAfter, LongSupplier nanoTime) {
		this.pool = pool;
		this.wedgedAfter = wedgedAfter.toNanos();
		this.nanoTime = nanoTime;
		this.begin = nanoTime.getAsLong();
	}

	@Override
	public void connected(Duration time, Duration waited, boolean alone) {
		this.connectFailure = null;
	}

	@Override
	public void connectFailed(Failure failure, Duration time) {
		this.failedAt = this.nanoTime.getAsLong();
		this.connectFailure = failure;
	}

	boolean isConnectFailed() {
		return this.connectFailure != null;
	}

	synchronized PoolStatus status(HikariPoolMXBean running, int maximum) {
		long now = this.nanoTime.getAsLong();
		int active = running.getActiveConnections();
		int waiting = running.getThreadsAwaitingConnection();
		Failure failure = this.connectFailure;
		PoolState state = state(active, waiting, maximum, failure, now);
		if (state != this.state) {
			this.state = state;
			this.since = now;
		}
		long lastAnswer = this.pool.getConnections().getLastAnswer();
		return new PoolStatus(state, Duration.ofNanos(now - this.since), active, running.getIdleConnections(), waiting,
				maximum, (lastAnswer - this.begin > 0) ? Duration.ofNanos(Math.max(0, now - lastAnswer)) : null,
				failure);
	}

	private PoolState state(int active, int waiting, int maximum, @Nullable Failure failure, long now) {
		if (failure != null && now - this.pool.getConnections().getLastAnswer() > RECENT
				&& (waiting > 0 || !isExpired(failure, now))) {
			return (failure.failureClass() == FailureClass.REFUSED) ? PoolState.REFUSED : PoolState.UNREACHABLE;
		}
		if (this.pool.getConnections().isStalled()) {
			return PoolState.STALLED;
		}
		if (active >= maximum && waiting > 0) {
			return isAtAStandstill(now) ? PoolState.WEDGED : PoolState.SATURATED;
		}
		return (active > 0) ? PoolState.BUSY : PoolState.QUIET;
	}

	private boolean isExpired(Failure failure, long now) {
		return now - this.failedAt > ((failure.failureClass() == FailureClass.REFUSED) ? REFUSAL_EXPIRES
				: PASSING_EXPIRES);
	}

	private boolean isAtAStandstill(long now) {
		return now - this.pool.getConnections().getLastAnswer() > this.wedgedAfter
				&& now - this.pool.getConnections().getLastReturn() > this.wedgedAfter;
	}

}
