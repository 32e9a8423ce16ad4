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
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariPoolMXBean;

import io.github.pgsteady.connection.ConnectionListener;

/**
 * Remembers how many threads waited for a connection of a pool at most. They become fewer
 * when one gets a connection, which has come back or was made, or when one gives up: so
 * it is enough to look just before the first two, and, for the last, from time to time.
 */
final class PoolQueue implements ConnectionListener {

	private final ObservedPool pool;

	private final AtomicInteger peak = new AtomicInteger();

	PoolQueue(ObservedPool pool) {
		this.pool = pool;
	}

	@Override
	public void connected(Duration time, Duration waited, boolean alone) {
		look();
	}

	void look() {
		HikariPoolMXBean running = this.pool.getRunning();
		if (running != null) {
			int waiting = running.getThreadsAwaitingConnection();
			if (waiting > this.peak.get()) {
				this.peak.accumulateAndGet(waiting, Math::max);
			}
		}
	}

	/**
	 * Return how many waited at most since the last time, and forget it.
	 * @return the number of threads
	 */
	int takePeak() {
		look();
		return this.peak.getAndSet(0);
	}

}
