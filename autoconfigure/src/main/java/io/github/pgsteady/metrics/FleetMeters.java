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

import java.util.EnumSet;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.fleet.Fleet;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.pool.PoolStates;

/**
 * Measures what is known of those who share a server, which asks nothing of it.
 */
final class FleetMeters extends PerPoolMeters {

	private final Fleet fleet;

	FleetMeters(Fleet fleet, PoolStates pools) {
		super(EnumSet.range(DatabaseMeter.FLEET_LIMIT, DatabaseMeter.FLEET_SHARE), pools);
		this.fleet = fleet;
	}

	@Override
	void create(MeterRegistry registry, String dataSource) {
		if (this.fleet.get(dataSource) == null) {
			return;
		}
		DatabaseMeter.FLEET_LIMIT.gauge(registry, dataSource, of(dataSource, FleetStatus::limit));
		DatabaseMeter.FLEET_USED.gauge(registry, dataSource, of(dataSource, FleetStatus::used));
		DatabaseMeter.FLEET_INSTANCES.gauge(registry, dataSource, of(dataSource, FleetStatus::instances));
		DatabaseMeter.FLEET_SHARE.gauge(registry, dataSource, of(dataSource, FleetStatus::share));
	}

	private Supplier<@Nullable Number> of(String dataSource, Function<FleetStatus, @Nullable Integer> value) {
		return () -> {
			FleetStatus status = this.fleet.get(dataSource);
			return (status != null) ? value.apply(status) : null;
		};
	}

}
