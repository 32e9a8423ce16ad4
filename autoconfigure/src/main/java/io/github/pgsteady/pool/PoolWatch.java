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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks after the pools from time to time, for what nobody else notices: that the process
 * has stood still, and that a pool does. And tells how many waited for a connection.
 */
final class PoolWatch {

	static final Duration PERIOD = Duration.ofSeconds(1);

	// Containers are frozen, and machines put to sleep, for longer than a collection of
	// garbage takes
	private static final Duration STANDSTILL = Duration.ofSeconds(10);

	private static final Log logger = LogFactory.getLog(PoolWatch.class);

	private final PoolStates pools;

	// The time of day goes on where the monotonic clock of a sleeping machine does not
	private final LongSupplier currentTimeMillis;

	private final Set<String> wedged = ConcurrentHashMap.newKeySet();

	private long last;

	PoolWatch(PoolStates pools, LongSupplier currentTimeMillis) {
		this.pools = pools;
		this.currentTimeMillis = currentTimeMillis;
		begin();
	}

	void begin() {
		this.last = this.currentTimeMillis.getAsLong();
	}

	void look() {
		long now = this.currentTimeMillis.getAsLong();
		Duration gap = Duration.ofMillis(now - this.last).minus(PERIOD);
		this.last = now;
		for (ObservedPool pool : this.pools.getPools()) {
			if (gap.compareTo(STANDSTILL) > 0) {
				pool.getEviction().stoodStill(gap);
			}
			pool.getStarvedWaiters().help();
			tellOfQueue(pool);
			reportIfWedged(pool);
		}
	}

	private static void tellOfQueue(ObservedPool pool) {
		int peak = pool.getQueue().takePeak();
		if (peak > 0) {
			pool.getListeners().tell((listener) -> listener.waited(pool.getName(), peak));
		}
	}

	private void reportIfWedged(ObservedPool pool) {
		PoolStatus status = pool.getStatus();
		if (status == null || status.state() != PoolState.WEDGED) {
			this.wedged.remove(pool.getName());
		}
		else if (this.wedged.add(pool.getName())) {
			logger.error(("All %s connections of '%s' have been in use for long, none has been given back and nothing "
					+ "has been answered meanwhile, and %s threads wait for one. They are held by:%n%s")
				.formatted(status.active(), pool.getName(), status.waiting(), holders(pool)));
		}
	}

	private static String holders(ObservedPool pool) {
		return pool.getConnections()
			.getHolders()
			.stream()
			.map((holder) -> Stream.of(holder.getStackTrace())
				.map((frame) -> "\tat " + frame)
				.collect(Collectors.joining("\n", "\"" + holder.getName() + "\"\n", "")))
			.collect(Collectors.joining("\n"));
	}

}
