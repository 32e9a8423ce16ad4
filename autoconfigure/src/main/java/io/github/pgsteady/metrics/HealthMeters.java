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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.pgsteady.health.HealthListener;
import io.github.pgsteady.health.SavedCheck;

/**
 * Measures what the health costs the databases.
 */
final class HealthMeters implements HealthListener, MeterBinder {

	private final MeterRegistries registries = new MeterRegistries();

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
	}

	@Override
	public void checkSent(String dataSource) {
		this.registries.measure((registry) -> {
			DatabaseMeter.HEALTH_CHECKS_SAVED.counters(registry, dataSource);
			DatabaseMeter.HEALTH_CHECKS_SENT.counter(registry, dataSource).increment();
		});
	}

	@Override
	public void checkSaved(String dataSource, SavedCheck reason) {
		this.registries.measure((registry) -> {
			DatabaseMeter.HEALTH_CHECKS_SENT.counters(registry, dataSource);
			DatabaseMeter.HEALTH_CHECKS_SAVED.counter(registry, dataSource, TagValues.of(reason)).increment();
		});
	}

}
