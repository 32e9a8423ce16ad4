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

import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.pgsteady.pool.PoolListener;
import io.github.pgsteady.pool.PoolStates;

/**
 * Meters of which each pool has its own: they come and go with it.
 */
abstract class PerPoolMeters implements PoolListener, MeterBinder {

	private final Set<DatabaseMeter> meters;

	private final PoolStates states;

	private final MeterRegistries registries = new MeterRegistries();

	PerPoolMeters(Set<DatabaseMeter> meters, PoolStates states) {
		this.meters = meters;
		this.states = states;
	}

	final PoolStates getStates() {
		return this.states;
	}

	final MeterRegistries getRegistries() {
		return this.registries;
	}

	@Override
	public final void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.states.getNames().forEach((dataSource) -> createOnce(registry, dataSource));
	}

	@Override
	public final void added(String dataSource) {
		this.registries.forEach((registry) -> createOnce(registry, dataSource));
	}

	// A registry and a pool may come at the same time
	private synchronized void createOnce(MeterRegistry registry, String dataSource) {
		create(registry, dataSource);
	}

	/**
	 * Create the meters of a pool, unless they are there.
	 * @param registry where they belong
	 * @param dataSource the name of the pool
	 */
	abstract void create(MeterRegistry registry, String dataSource);

	@Override
	public final void removed(String dataSource) {
		this.meters.forEach((meter) -> this.registries.forEach((registry) -> meter.remove(registry, dataSource)));
	}

}
