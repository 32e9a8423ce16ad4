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

package io.github.pgsteady.sample;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.github.pgsteady.fleet.Fleet;
import io.github.pgsteady.sample.HttpCaller.Answer;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Provider;
import io.github.pgsteady.simulator.proxy.Traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a database which may sleep does so, however much is asked of the
 * application.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "orders.embedded-postgres.enabled=false", "pgsteady.provider=neon", "pgsteady.fleet.interval=1h",
				"management.server.port=0" })
@SimulatedPostgres(Provider.NEON)
@Timeout(120)
class MonitoredSleepIntegrationTests {

	@Autowired
	private HikariDataSource dataSource;

	@Autowired
	private Fleet fleet;

	private HttpCaller users;

	private Monitoring monitoring;

	@BeforeEach
	void connect(@LocalManagementPort int managementPort, @LocalServerPort int port) {
		this.users = new HttpCaller(port, Duration.ofMinutes(1));
		this.monitoring = new Monitoring(managementPort);
	}

	@AfterEach
	void disconnect() {
		this.monitoring.close();
		this.users.close();
	}

	@Test
	void monitoringNeitherKeepsADatabaseAwakeNorWakesIt(Neon neon) {
		assertThat(this.users.get("/orders").status()).isEqualTo(200);
		// It looks who else is there while the application uses the database
		await().until(() -> Objects.requireNonNull(this.fleet.get("dataSource")).seen());
		Traffic before = neon.getProxy().getTraffic();
		long connections = neon.getProxy().getConnections();
		int wakes = neon.getWakes();
		this.monitoring.start();
		neon.awaitAsleep();
		this.monitoring.awaitRounds(2);
		assertThat(this.monitoring.getStates()).containsOnly("200 UP quiet");
		this.dataSource.getHikariPoolMXBean().softEvictConnections();
		this.monitoring.awaitRounds(2);
		assertThat(this.monitoring.getStates()).contains("200 UP sleeping")
			.isSubsetOf("200 UP quiet", "200 UP sleeping");
		this.monitoring.stop();
		Traffic after = neon.getProxy().getTraffic();
		assertThat(after.bytesToServer()).isEqualTo(before.bytesToServer());
		assertThat(neon.getProxy().getConnections()).isEqualTo(connections);
		assertThat(neon.getWakes()).isEqualTo(wakes);
		assertThat(neon.isAsleep()).isTrue();
	}

	/**
	 * Asks for the health each second, and for all meters every five seconds.
	 */
	private static final class Monitoring implements AutoCloseable {

		private final HttpCaller caller;

		private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

		private final Set<String> states = ConcurrentHashMap.newKeySet();

		private final AtomicInteger probes = new AtomicInteger();

		private final AtomicInteger scrapes = new AtomicInteger();

		private List<Future<?>> tasks = List.of();

		Monitoring(int port) {
			this.caller = new HttpCaller(port, Duration.ofSeconds(5));
		}

		void start() {
			this.tasks = List.of(this.executor.scheduleAtFixedRate(this::probe, 0, 1, TimeUnit.SECONDS),
					this.executor.scheduleAtFixedRate(this::scrape, 0, 5, TimeUnit.SECONDS));
		}

		private void probe() {
			this.states.add(this.caller.get("/actuator/health/db").health());
			this.probes.incrementAndGet();
		}

		private void scrape() {
			List<String> names = this.caller.get("/actuator/metrics")
				.body()
				.get("names")
				.valueStream()
				.map(JsonNode::asString)
				.toList();
			assertThat(names).contains("hikaricp.connections", "jdbc.connections.max", "pgsteady.connection.attempts");
			assertThat(names.stream().map((name) -> this.caller.get("/actuator/metrics/" + name)))
				.extracting(Answer::status)
				.containsOnly(200);
			this.scrapes.incrementAndGet();
		}

		// In which the meters are read, and the health is asked for several times
		void awaitRounds(int count) {
			int probes = this.probes.get() + 5 * count;
			int scrapes = this.scrapes.get() + count;
			await().atMost(Duration.ofMinutes(1)).until(() -> {
				assertThat(this.tasks).as("Both go on").noneMatch(Future::isDone);
				return this.probes.get() >= probes && this.scrapes.get() >= scrapes;
			});
		}

		Set<String> getStates() {
			return this.states;
		}

		void stop() {
			this.tasks.forEach((task) -> task.cancel(false));
			close();
		}

		@Override
		public void close() {
			this.executor.shutdownNow();
			this.caller.close();
		}

	}

}
