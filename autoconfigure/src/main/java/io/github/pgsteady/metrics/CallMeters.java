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
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.PoolListener;
import io.github.pgsteady.retry.CallEvent;
import io.github.pgsteady.retry.CallListener;
import io.github.pgsteady.retry.RetryBudgets;
import io.github.pgsteady.retry.RetryRefusal;

/**
 * Measures what becomes of calls that meet a failure of the database. All others cost
 * nothing here.
 */
final class CallMeters implements CallListener, PoolListener, MeterBinder {

	private final RetryBudgets budgets;

	private final MeterRegistries registries = new MeterRegistries();

	CallMeters(RetryBudgets budgets) {
		this.budgets = budgets;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.budgets.getNames().forEach((dataSource) -> create(registry, dataSource));
	}

	@Override
	public void added(String dataSource) {
		this.registries.forEach((registry) -> create(registry, dataSource));
	}

	@Override
	public void removed(String dataSource) {
		this.registries.forEach((registry) -> DatabaseMeter.RETRY_BUDGET.remove(registry, dataSource));
	}

	@Override
	public void ended(CallEvent event) {
		this.registries.measure((registry) -> measure(registry, event));
	}

	private void measure(MeterRegistry registry, CallEvent event) {
		String dataSource = event.dataSource();
		String phase = TagValues.of(event.phase());
		String failure = TagValues.of(event.failureClass());
		DatabaseMeter.CALL_FAILURES
			.counter(registry, dataSource, phase, failure, event.isRecovered() ? "recovered" : "failed",
					decision(event.refusal()))
			.increment();
		if (event.retries() > 0) {
			DatabaseMeter.CALL_RETRIES.counter(registry, dataSource, phase, failure).increment(event.retries());
		}
		if (event.isRecovered()) {
			DatabaseMeter.CALL_RECOVERY.timer(registry, dataSource, phase, failure).record(event.elapsed());
		}
	}

	private synchronized void create(MeterRegistry registry, String dataSource) {
		DatabaseMeter.RETRY_BUDGET.gauge(registry, dataSource, () -> this.budgets.getLeft(dataSource));
	}

	private static String decision(@Nullable RetryRefusal refusal) {
		return (refusal != null) ? TagValues.of(refusal) : "retried";
	}

}
