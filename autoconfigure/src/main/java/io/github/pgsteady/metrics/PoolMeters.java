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

package io.github.pgsteady.metrics;

import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.EvictionReason;
import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.pool.PoolStatus;

/**
 * Measures pools, from what they know of themselves: nothing is asked of a database.
 */
final class PoolMeters extends PerPoolMeters {

	PoolMeters(PoolStates states) {
		super(EnumSet.range(DatabaseMeter.POOL_UTILISATION, DatabaseMeter.DATABASE_WAKES), states);
	}

	@Override
	public void evicted(String dataSource, EvictionReason reason, int connections) {
		getRegistries().measure((registry) -> {
			DatabaseMeter.POOL_EVICTIONS.counter(registry, dataSource, TagValues.of(reason)).increment();
			DatabaseMeter.POOL_EVICTED.counter(registry, dataSource, TagValues.of(reason)).increment(connections);
		});
	}

	@Override
	public void waited(String dataSource, int threads) {
		getRegistries().measure((registry) -> DatabaseMeter.POOL_QUEUE.summary(registry, dataSource).record(threads));
	}

	@Override
	public void woken(String dataSource, Duration quiet) {
		getRegistries().measure((registry) -> DatabaseMeter.DATABASE_WAKES.counter(registry, dataSource).increment());
	}

	@Override
	void create(MeterRegistry registry, String dataSource) {
		DatabaseMeter.POOL_UTILISATION.gauge(registry, dataSource, of(dataSource, PoolStatus::utilisation));
		DatabaseMeter.POOL_ACTIVE.gauge(registry, dataSource, of(dataSource, PoolStatus::active));
		DatabaseMeter.POOL_IDLE.gauge(registry, dataSource, of(dataSource, PoolStatus::idle));
		DatabaseMeter.POOL_MAXIMUM.gauge(registry, dataSource, of(dataSource, PoolStatus::maximum));
		DatabaseMeter.POOL_WAITING.gauge(registry, dataSource, of(dataSource, PoolStatus::waiting));
		for (PoolState state : PoolState.values()) {
			DatabaseMeter.POOL_STATE.gauge(registry, dataSource,
					of(dataSource, (status) -> (status.state() != state) ? 0 : 1), TagValues.of(state));
		}
		DatabaseMeter.POOL_QUEUE.summary(registry, dataSource);
		DatabaseMeter.POOL_EVICTIONS.counters(registry, dataSource);
		DatabaseMeter.POOL_EVICTED.counters(registry, dataSource);
		if (maySleep(dataSource)) {
			DatabaseMeter.DATABASE_WAKES.counters(registry, dataSource);
		}
	}

	private Supplier<@Nullable Number> of(String dataSource, Function<PoolStatus, Number> value) {
		return () -> {
			PoolStatus status = getStates().get(dataSource);
			return (status != null) ? value.apply(status) : null;
		};
	}

	private boolean maySleep(String dataSource) {
		return getStates().getPools().stream().anyMatch((pool) -> pool.getName().equals(dataSource) && pool.maySleep());
	}

}
