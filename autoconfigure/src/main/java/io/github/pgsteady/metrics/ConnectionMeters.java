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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.ConnectionObserver;
import io.github.pgsteady.connection.Outcome;
import io.github.pgsteady.failure.Failure;

/**
 * Measures how connections are made and lost.
 */
final class ConnectionMeters implements ConnectionObserver, MeterBinder {

	private final MeterRegistries registries = new MeterRegistries();

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
	}

	@Override
	public ConnectionListener observe(String dataSource) {
		return new Listener(dataSource);
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
			ConnectionMeters.this.registries.measure((registry) -> {
				registry.timer("pgsteady.connection.attempts", "datasource", this.dataSource, "outcome", "connected")
					.record(time);
				registry
					.timer("pgsteady.connection.wait", "datasource", this.dataSource, "first", String.valueOf(alone))
					.record(waited);
			});
		}

		@Override
		public void connectFailed(Failure failure, Duration time) {
			ConnectionMeters.this.registries.measure(
					(registry) -> registry
						.timer("pgsteady.connection.attempts", "datasource", this.dataSource, "outcome",
								TagValues.of(failure.failureClass()))
						.record(time));
		}

		@Override
		public void lost(ConnectionLoss loss) {
			ConnectionMeters.this.registries.measure((registry) -> registry
				.counter("pgsteady.connection.losses", "datasource", this.dataSource, "phase",
						TagValues.of(loss.phase()), "failure", TagValues.of(loss.failure().failureClass()))
				.increment());
		}

		@Override
		public void commitLost(Outcome outcome) {
			ConnectionMeters.this.registries.measure((registry) -> registry
				.counter("pgsteady.commit.outcomes", "datasource", this.dataSource, "outcome", TagValues.of(outcome))
				.increment());
		}

	}

}
