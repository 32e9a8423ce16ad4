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

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.ConnectionListener;

/**
 * Notices that a database has been woken: a connection is made after a pause that was
 * long enough for it to have fallen asleep. Whether it really slept, nobody says: another
 * client may have kept it awake. How long it slept before the first connection is not
 * known at all, so that one does not count.
 */
final class PoolWakes implements ConnectionListener {

	private final ObservedPool pool;

	private final Duration sleepsAfter;

	private final LongSupplier nanoTime;

	// A log-in keeps it awake as well as a statement does
	private @Nullable Long lastConnected;

	PoolWakes(ObservedPool pool, Duration sleepsAfter, LongSupplier nanoTime) {
		this.pool = pool;
		this.sleepsAfter = sleepsAfter;
		this.nanoTime = nanoTime;
	}

	@Override
	public void connected(Duration time, Duration waited, boolean alone) {
		Duration quiet = quietUntil(this.nanoTime.getAsLong() - waited.toNanos());
		if (quiet != null && quiet.compareTo(this.sleepsAfter) >= 0) {
			this.pool.getListeners().tell((listener) -> listener.woken(this.pool.getName(), quiet));
		}
	}

	private synchronized @Nullable Duration quietUntil(long begun) {
		Long connected = this.lastConnected;
		this.lastConnected = this.nanoTime.getAsLong();
		if (connected == null) {
			return null;
		}
		long sinceAnswer = begun - this.pool.getConnections().getLastAnswer();
		return Duration.ofNanos(Math.min(begun - connected, sinceAnswer));
	}

}
