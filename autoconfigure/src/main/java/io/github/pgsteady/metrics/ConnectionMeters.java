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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.ConnectionObserver;
import io.github.pgsteady.connection.Outcome;
import io.github.pgsteady.failure.Failure;

/**
 * Measures how connections are made and lost. The first ones are made before there is a
 * registry, so what happens until then is kept for it.
 */
final class ConnectionMeters implements ConnectionObserver, MeterBinder {

	// An application that does not start for long, or has no registry at all
	private static final int MAXIMUM_KEPT = 1000;

	private final List<Consumer<MeterRegistry>> kept = new ArrayList<>();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	@Override
	public void bindTo(MeterRegistry registry) {
		List<Consumer<MeterRegistry>> kept;
		synchronized (this.kept) {
			this.registries.add(registry);
			kept = List.copyOf(this.kept);
			this.kept.clear();
		}
		kept.forEach((event) -> event.accept(registry));
	}

	private void measure(Consumer<MeterRegistry> event) {
		if (this.registries.isEmpty()) {
			synchronized (this.kept) {
				if (this.registries.isEmpty()) {
					if (this.kept.size() < MAXIMUM_KEPT) {
						this.kept.add(event);
					}
					return;
				}
			}
		}
		this.registries.forEach(event);
	}

	@Override
	public ConnectionListener observe(String dataSource) {
		return new Listener(dataSource);
	}

	private static String tag(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Measures what happens to the connections of one pool.
	 */
	private final class Listener implements ConnectionListener {

		private final String dataSource;

		Listener(String dataSource) {
			this.dataSource = dataSource;
		}

		@Override
		public void connected(Duration time, Duration waited, boolean alone) {
			measure((registry) -> {
				registry.timer("pgsteady.connection.attempts", "datasource", this.dataSource, "outcome", "connected")
					.record(time);
				registry
					.timer("pgsteady.connection.wait", "datasource", this.dataSource, "first", String.valueOf(alone))
					.record(waited);
			});
		}

		@Override
		public void connectFailed(Failure failure, Duration time) {
			measure((registry) -> registry
				.timer("pgsteady.connection.attempts", "datasource", this.dataSource, "outcome",
						tag(failure.failureClass()))
				.record(time));
		}

		@Override
		public void lost(ConnectionLoss loss) {
			measure((registry) -> registry
				.counter("pgsteady.connection.losses", "datasource", this.dataSource, "phase", tag(loss.phase()),
						"failure", tag(loss.failure().failureClass()))
				.increment());
		}

		@Override
		public void commitLost(Outcome outcome) {
			measure((registry) -> registry
				.counter("pgsteady.commit.outcomes", "datasource", this.dataSource, "outcome", tag(outcome))
				.increment());
		}

	}

}
