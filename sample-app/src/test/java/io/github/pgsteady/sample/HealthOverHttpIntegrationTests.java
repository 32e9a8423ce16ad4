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

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

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
import tools.jackson.databind.json.JsonMapper;

import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.pool.PoolStatus;
import io.github.pgsteady.sample.HttpCaller.Answer;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.Link;
import io.github.pgsteady.simulator.proxy.Traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what probers are told over HTTP, with the ports and groups that
 * docs/health.md recommends.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "orders.embedded-postgres.enabled=false",
				"spring.datasource.hikari.maximum-pool-size=" + HealthOverHttpIntegrationTests.POOL_SIZE,
				"pgsteady.health.max-age=" + HealthOverHttpIntegrationTests.MAX_AGE_SECONDS + "s",
				"pgsteady.providers.generic.recovery-window=3s",
				// It would count as a question for the health
				"pgsteady.fleet.mode=off",
				// All of them are to wait for the database, none for a thread
				"server.tomcat.threads.max=500", "server.tomcat.accept-count=1000", "management.server.port=0",
				"management.endpoint.health.group.liveness.include=livenessState",
				"management.endpoint.health.group.readiness.include=readinessState,db",
				"management.endpoint.health.group.readiness.show-details=when-authorized",
				"management.endpoint.health.probes.add-additional-paths=true" })
@SimulatedPostgres
@Timeout(120)
class HealthOverHttpIntegrationTests {

	static final int POOL_SIZE = 5;

	static final int MAX_AGE_SECONDS = 5;

	private static final String HEALTH = "/actuator/health/db";

	private static final String READINESS = "/actuator/health/readiness";

	private static final String LIVENESS = "/actuator/health/liveness";

	// Five times the deadline of the health
	private static final Duration DEADLINE = Duration.ofSeconds(5);

	@Autowired
	private HikariDataSource dataSource;

	@Autowired
	private PoolStates pools;

	private PostgresSimulation postgres;

	private HttpCaller prober;

	private HttpCaller users;

	@BeforeEach
	void connect(PostgresSimulation postgres, @LocalManagementPort int managementPort, @LocalServerPort int port) {
		this.postgres = postgres;
		this.prober = new HttpCaller(managementPort, DEADLINE);
		this.users = new HttpCaller(port, Duration.ofMinutes(1));
		await().until(() -> status().state() == PoolState.QUIET && this.users.get("/orders").status() == 200);
	}

	@AfterEach
	void disconnect() {
		this.prober.close();
		this.users.close();
	}

	@Test
	void exhaustedPoolIsSaturated() throws SQLException {
		List<CompletableFuture<Answer>> orders;
		try (Holders holders = Holders.ofAll(this.dataSource)) {
			assertThat(status().active()).isEqualTo(holders.count());
			orders = this.users.ask(20, "/orders");
			await().until(() -> status().waiting() == 20);
			awaitOldEvidence();
			Traffic before = this.postgres.getProxy().getTraffic();
			for (int i = 0; i < 20; i++) {
				assertThat(this.prober.get(HEALTH).health()).isEqualTo("200 UP saturated");
				assertThat(status().waiting()).as("Those who wait").isEqualTo(20);
			}
			assertThat(this.prober.get(100, HEALTH)).extracting(Answer::health).containsOnly("200 UP saturated");
			assertThat(this.postgres.getProxy().getTraffic()).isEqualTo(before);
		}
		assertThat(orders).extracting((order) -> order.join().status()).containsOnly(200);
	}

	@Test
	void databaseIsUpThoughAllThreadsWaitForIt() throws SQLException {
		List<CompletableFuture<Answer>> orders;
		try (Connection lock = lockOrders()) {
			orders = this.users.ask(500, "/orders");
			await().until(() -> status().waiting() == 500 - POOL_SIZE);
			awaitOldEvidence();
			List<Link> links = linksThatWait();
			long before = queries(links);
			for (int i = 0; i < 20; i++) {
				// The server is asked about them from time to time
				assertThat(this.prober.get(HEALTH).health()).isIn("200 UP saturated", "200 UP stalled");
				assertThat(status().waiting()).as("Those who wait").isEqualTo(500 - POOL_SIZE);
			}
			assertThat(this.prober.get(500, HEALTH)).extracting(Answer::health)
				.containsAnyOf("200 UP saturated", "200 UP stalled")
				.isSubsetOf("200 UP saturated", "200 UP stalled");
			assertThat(queries(links)).isEqualTo(before);
			lock.rollback();
		}
		assertThat(orders).extracting((order) -> order.join().status()).containsOnly(200);
	}

	@Test
	void thousandProbesCauseOneQuery(@LocalManagementPort int port) {
		// The first thousand are for the JVM, which is not warm yet
		try (HttpCaller patient = new HttpCaller(port, Duration.ofMinutes(1))) {
			assertThat(patient.get(1000, HEALTH)).extracting(Answer::status).containsOnly(200);
		}
		awaitOldEvidence();
		long before = queries();
		assertThat(this.prober.get(1000, HEALTH)).extracting(Answer::health).isSubsetOf("200 UP quiet", "200 UP busy");
		assertThat(queries() - before).isOne();
	}

	@Test
	void silentDatabaseIsUnreachable() {
		awaitOldEvidence();
		long before = queries();
		FaultInjection stall = this.postgres.getProxy().inject(Fault.stall());
		assertThat(this.prober.get(100, HEALTH)).extracting(Answer::health).containsOnly("503 DOWN unreachable");
		assertThat(queries() - before).isLessThanOrEqualTo(1);
		stall.close();
		await().until(() -> this.prober.get(HEALTH).status() == 200);
	}

	@Test
	void stallIsNotDownBeforeTheConnectionsAreGivenUp() throws SQLException {
		List<CompletableFuture<Answer>> orders;
		try (Connection lock = lockOrders()) {
			orders = this.users.ask(50, "/orders");
			await().until(() -> status().waiting() == 50 - POOL_SIZE);
			List<Link> links = linksThatWait();
			long before = queries(links);
			FaultInjection stall = this.postgres.getProxy().inject(Fault.stall());
			Set<String> said = new LinkedHashSet<>();
			await().atMost(Duration.ofMinutes(1)).until(() -> {
				said.add(this.prober.get(HEALTH).health());
				assertThat(queries(links)).isEqualTo(before);
				return said.contains("503 DOWN unreachable");
			});
			assertThat(said).contains("200 UP stalled")
				.isSubsetOf("200 UP saturated", "200 UP stalled", "503 DOWN unreachable");
			stall.close();
			lock.rollback();
		}
		await().until(() -> this.prober.get(HEALTH).status() == 200);
		orders.forEach(CompletableFuture::join);
	}

	@Test
	void outageIsDown() {
		long before = queries();
		FaultInjection outage = outage();
		List<CompletableFuture<Answer>> orders = this.users.ask(50, "/orders");
		Set<String> said = new LinkedHashSet<>();
		await().until(() -> {
			said.add(this.prober.get(HEALTH).health());
			return said.contains("503 DOWN unreachable");
		});
		assertThat(said).isSubsetOf("200 UP quiet", "200 UP busy", "200 UP saturated", "503 DOWN unreachable");
		assertThat(this.prober.get(100, HEALTH)).extracting(Answer::health).containsOnly("503 DOWN unreachable");
		assertThat(queries()).isEqualTo(before);
		outage.close();
		await().until(() -> this.prober.get(HEALTH).status() == 200);
		orders.forEach(CompletableFuture::join);
	}

	@Test
	void outageConcernsReadinessOnly() {
		assertThat(this.prober.get(READINESS).status()).isEqualTo(200);
		FaultInjection outage = outage();
		await().until(() -> this.prober.get(READINESS).status() == 503);
		assertThat(this.prober.get(LIVENESS).status()).isEqualTo(200);
		assertThat(this.users.get("/livez").status()).isEqualTo(200);
		assertThat(this.users.get("/readyz").status()).isEqualTo(503);
		outage.close();
		await().until(() -> this.prober.get(READINESS).status() == 200);
		assertThat(this.users.get("/readyz").status()).isEqualTo(200);
	}

	@Test
	void detailsShowWhereTheyAreAllowed() {
		assertThat(this.prober.get(HEALTH).body().propertyNames()).contains("details");
		// Nobody is authorized
		assertThat(this.prober.get(READINESS)).isEqualTo(new Answer(200, json("{\"status\":\"UP\"}")));
	}

	@Test
	void healthIsOnItsOwnPortOnly() {
		assertThat(this.users.get(HEALTH).status()).isEqualTo(404);
		assertThat(this.users.get(READINESS).status()).isEqualTo(404);
	}

	private static JsonNode json(String text) {
		return new JsonMapper().readTree(text);
	}

	private FaultInjection outage() {
		FaultInjection outage = this.postgres.getProxy().inject(Fault.refuse());
		this.postgres.getProxy().getLinks().cut(Cut.RST);
		return outage;
	}

	// Past the proxy. Whoever reads or writes orders waits until it is rolled back
	private Connection lockOrders() throws SQLException {
		Connection connection = this.postgres.getServer().openAdminConnection(this.postgres.getDatabase());
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("LOCK TABLE orders");
		}
		return connection;
	}

	private void awaitOldEvidence() {
		Duration age = Duration.ofSeconds(MAX_AGE_SECONDS);
		await().until(() -> status().sinceAnswer().compareTo(age) > 0);
	}

	private PoolStatus status() {
		PoolStatus status = this.pools.get("dataSource");
		assertThat(status).isNotNull();
		return status;
	}

	// Whoever looks for stalls has a connection of his own, on which he asks from time to
	// time
	private static long queries(List<Link> links) {
		return links.stream().mapToLong((link) -> link.getTraffic().queries()).sum();
	}

	private long queries() {
		return this.postgres.getProxy().getTraffic().queries();
	}

	// Whoever has a connection has not sent anything on it yet
	private List<Link> linksThatWait() {
		return await().until(() -> {
			Set<String> processes = Set
				.copyOf(this.postgres.queryForList("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"));
			return this.postgres.getProxy()
				.getLinks()
				.where((link) -> processes.contains(String.valueOf(link.getBackendPid())))
				.toList();
		}, (links) -> links.size() == POOL_SIZE);
	}

	/**
	 * Calls that have all connections of a pool, and use none of them.
	 */
	private static final class Holders implements AutoCloseable {

		private final List<Connection> connections = new ArrayList<>();

		static Holders ofAll(DataSource dataSource) throws SQLException {
			Holders holders = new Holders();
			for (int i = 0; i < POOL_SIZE; i++) {
				holders.connections.add(dataSource.getConnection());
			}
			return holders;
		}

		int count() {
			return this.connections.size();
		}

		@Override
		public void close() throws SQLException {
			for (Connection connection : this.connections) {
				connection.close();
			}
		}

	}

}
