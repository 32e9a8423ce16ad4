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

import java.util.Objects;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.retry.CallEvent;
import io.github.pgsteady.retry.CallListener;
import io.github.pgsteady.retry.RetryBudgets;
import io.github.pgsteady.retry.RetryRefusal;

/**
 * Measures what becomes of calls that meet a failure of the database. All others cost
 * nothing here.
 */
final class CallMeters implements CallListener, MeterBinder {

	private static final String BUDGET = "pgsteady.retry.budget";

	private final RetryBudgets budgets;

	private final MeterRegistries registries = new MeterRegistries();

	CallMeters(RetryBudgets budgets) {
		this.budgets = budgets;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.budgets.getNames().forEach((dataSource) -> gauge(registry, dataSource));
		this.registries.add(registry);
	}

	@Override
	public void ended(CallEvent event) {
		this.registries.measure((registry) -> measure(registry, event));
	}

	private void measure(MeterRegistry registry, CallEvent event) {
		// Of a DataSource that was created later than the registry
		gauge(registry, event.dataSource());
		Tags tags = Tags.of("datasource", event.dataSource(), "phase", TagValues.of(event.phase()), "failure",
				TagValues.of(event.failureClass()));
		registry
			.counter("pgsteady.call.failures", tags.and("outcome", event.isRecovered() ? "recovered" : "failed",
					"decision", decision(event.refusal())))
			.increment();
		if (event.retries() > 0) {
			registry.counter("pgsteady.call.retries", tags).increment(event.retries());
		}
		if (event.isRecovered()) {
			registry.timer("pgsteady.call.recovery", tags).record(event.elapsed());
		}
	}

	private void gauge(MeterRegistry registry, String dataSource) {
		if (registry.find(BUDGET).tag("datasource", dataSource).gauge() != null) {
			return;
		}
		Gauge
			.builder(BUDGET, this.budgets,
					(budgets) -> Objects.requireNonNullElse(budgets.getLeft(dataSource), Double.NaN))
			.tag("datasource", dataSource)
			.register(registry);
	}

	private static String decision(@Nullable RetryRefusal refusal) {
		return (refusal != null) ? TagValues.of(refusal) : "retried";
	}

}
