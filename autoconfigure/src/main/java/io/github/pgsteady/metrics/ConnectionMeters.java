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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.ConnectionObserver;
import io.github.pgsteady.connection.Outcome;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.link.Stall;

/**
 * Measures how connections are made and lost.
 */
final class ConnectionMeters implements ConnectionObserver, MeterBinder {

	private final MeterRegistries registries = new MeterRegistries();

	private final Set<String> dataSources = ConcurrentHashMap.newKeySet();

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.dataSources.forEach((dataSource) -> create(registry, dataSource));
	}

	@Override
	public ConnectionListener observe(String dataSource) {
		this.dataSources.add(dataSource);
		this.registries.forEach((registry) -> create(registry, dataSource));
		return new Listener(dataSource);
	}

	private static void create(MeterRegistry registry, String dataSource) {
		DatabaseMeter.COMMIT_OUTCOMES.counters(registry, dataSource);
		DatabaseMeter.STALL_SUSPECTS.counters(registry, dataSource);
		DatabaseMeter.STALL_WORKING.counters(registry, dataSource);
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
				DatabaseMeter.CONNECTION_ATTEMPTS.timer(registry, this.dataSource, "connected").record(time);
				DatabaseMeter.CONNECTION_WAIT.timer(registry, this.dataSource, String.valueOf(alone)).record(waited);
			});
		}

		@Override
		public void connectFailed(Failure failure, Duration time) {
			measure((registry) -> DatabaseMeter.CONNECTION_ATTEMPTS
				.timer(registry, this.dataSource, TagValues.of(failure.failureClass()))
				.record(time));
		}

		@Override
		public void lost(ConnectionLoss loss) {
			measure((registry) -> DatabaseMeter.CONNECTION_LOSSES
				.counter(registry, this.dataSource, TagValues.of(loss.phase()),
						TagValues.of(loss.failure().failureClass()))
				.increment());
		}

		@Override
		public void suspected() {
			measure((registry) -> DatabaseMeter.STALL_SUSPECTS.counter(registry, this.dataSource).increment());
		}

		@Override
		public void foundWorking() {
			measure((registry) -> DatabaseMeter.STALL_WORKING.counter(registry, this.dataSource).increment());
		}

		@Override
		public void stalled(Stall stall) {
			measure((registry) -> DatabaseMeter.STALL_DETECTION
				.timer(registry, this.dataSource, TagValues.of(stall.cause()))
				.record(stall.waited()));
		}

		@Override
		public void commitLost(Outcome outcome) {
			measure((registry) -> DatabaseMeter.COMMIT_OUTCOMES
				.counter(registry, this.dataSource, TagValues.of(outcome))
				.increment());
		}

		private void measure(Consumer<MeterRegistry> event) {
			ConnectionMeters.this.registries.measure(event);
		}

	}

}
