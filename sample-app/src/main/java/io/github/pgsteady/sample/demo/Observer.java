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

package io.github.pgsteady.sample.demo;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the figures of one side from meters that are there anyway.
 */
class Observer {

	private static final String DATA_SOURCE = "dataSource";

	private final Side side;

	private final MeterRegistry meters;

	private Figures.Totals before = Figures.Totals.NONE;

	Observer(Side side, MeterRegistry meters) {
		this.side = side;
		this.meters = meters;
	}

	@Nullable Figures observe() {
		Load load = this.side.load();
		if (load == null) {
			return null;
		}
		load.losePatience();
		Figures.Totals totals = new Figures.Totals(count(CallOutcome.SUCCEEDED), recovered(), count(CallOutcome.FAILED),
				count(CallOutcome.UNKNOWN));
		Figures.Totals before = this.before;
		this.before = totals;
		return new Figures(totals.succeeded() - before.succeeded(), totals.recovered() - before.recovered(),
				totals.failed() - before.failed(), totals.unknown() - before.unknown(), slowest(load, totals, before),
				load.hanging(), pool("active", "active"), pool("idle", "idle"), pool("waiting", "pending"), totals,
				this.side.auditor().getIntegrity());
	}

	private long count(CallOutcome outcome) {
		return timers(outcome).stream().mapToLong(Timer::count).sum();
	}

	private List<Timer> timers(CallOutcome outcome) {
		return List
			.copyOf(this.meters.find(Load.METER).tags("side", this.side.name().id(), "outcome", outcome.id()).timers());
	}

	private long recovered() {
		if (this.side.name() == SideName.WITHOUT) {
			return 0;
		}
		return count("pgsteady.call.failures", "recovered") + count("pgsteady.commit.outcomes", "committed");
	}

	private long count(String meter, String outcome) {
		return (long) this.meters.find(meter)
			.tags("datasource", DATA_SOURCE, "outcome", outcome)
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

	private @Nullable Double slowest(Load load, Figures.Totals totals, Figures.Totals before) {
		double waiting = load.longestWait().toNanos() / 1e6;
		double ended = totals.equals(before) ? 0
				: List.of(CallOutcome.values())
					.stream()
					.flatMap((outcome) -> timers(outcome).stream())
					.mapToDouble((timer) -> timer.max(TimeUnit.MILLISECONDS))
					.max()
					.orElse(0);
		double slowest = Math.max(waiting, ended);
		return (slowest > 0) ? slowest : null;
	}

	private @Nullable Double pool(String steady, String plain) {
		String pool = this.side.plainPool();
		Gauge gauge = (pool != null) ? this.meters.find("hikaricp.connections." + plain).tag("pool", pool).gauge()
				: this.meters.find("pgsteady.pool." + steady).tag("datasource", DATA_SOURCE).gauge();
		return (gauge == null || Double.isNaN(gauge.value())) ? null : gauge.value();
	}

}
