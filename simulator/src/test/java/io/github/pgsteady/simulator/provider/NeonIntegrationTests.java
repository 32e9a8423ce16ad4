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

package io.github.pgsteady.simulator.provider;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Neon}, with plain pgjdbc and plain HikariCP.
 */
@Tag("smoke")
class NeonIntegrationTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private static Neon neon;

	@BeforeAll
	static void start() {
		neon = Neon.start();
	}

	@AfterAll
	static void close() {
		neon.close();
	}

	@BeforeEach
	void reset() {
		neon.heal();
		neon.setQuietTime(LONG);
		neon.setWakeDelay(Duration.ofMillis(50));
	}

	@Test
	void suspensionEndsSessions() throws SQLException {
		try (Connection connection = neon.connect()) {
			neon.suspend();
			assertThat(neon.isAsleep()).isTrue();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select 1"))
				.withMessage("FATAL: terminating connection due to administrator command")
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("57P01"));
		}
	}

	@Test
	void connectionWakesItUp() throws SQLException {
		neon.suspend();
		int wakes = neon.getWakes();
		try (Connection connection = neon.connect()) {
			execute(connection, "select 1");
		}
		assertThat(neon.isAsleep()).isFalse();
		assertThat(neon.getWakes()).isEqualTo(wakes + 1);
	}

	@Test
	void clientWaitsWhileItWakesUp() {
		neon.suspend();
		neon.setWakeDelay(Duration.ofSeconds(30));
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("loginTimeout=1"))
			.withMessage("Connection attempt timed out.")
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"));
		assertThat(neon.isAsleep()).as("waking up").isFalse();
		neon.setWakeDelay(Duration.ZERO);
	}

	@Test
	void clientsThatComeTogetherWakeItUpOnce() throws Exception {
		neon.suspend();
		int wakes = neon.getWakes();
		ExecutorService clients = Executors.newFixedThreadPool(8);
		try {
			var connections = java.util.stream.IntStream.range(0, 8)
				.mapToObj((i) -> clients.submit(() -> neon.connect()))
				.toList();
			for (Future<Connection> connection : connections) {
				connection.get().close();
			}
		}
		finally {
			clients.shutdownNow();
		}
		assertThat(neon.getWakes()).isEqualTo(wakes + 1);
	}

	@Test
	void connectionsAreRefusedBeforeItWakesUp() throws SQLException {
		neon.setRefusalsBeforeWake(2);
		neon.suspend();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(neon::connect)
				.withMessage("ERROR: " + NeonError.COULD_NOT_CONNECT_TO_COMPUTE.message())
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("XX000"));
		}
		neon.connect().close();
		neon.connect().close();
	}

	@Test
	void refusalsComeAfterEachSuspension() throws SQLException {
		neon.setRefusalsBeforeWake(1);
		for (int i = 0; i < 2; i++) {
			neon.suspend();
			assertThatExceptionOfType(SQLException.class).isThrownBy(neon::connect);
			neon.connect().close();
		}
	}

	@Test
	void sleepIsNotCharged() throws Exception {
		neon.suspend();
		Duration before = neon.getAwakeTime();
		long asleep = System.nanoTime();
		await().pollDelay(Duration.ofSeconds(1)).until(neon::isAsleep);
		Duration slept = Duration.ofNanos(System.nanoTime() - asleep);
		long awake = System.nanoTime();
		neon.connect().close();
		neon.suspend();
		assertThat(neon.getAwakeTime().minus(before)).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - awake))
			.isPositive();
		assertThat(slept).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void clientThatIsLoggingInDoesNotSlipThrough() throws Exception {
		// The common pool of two processors runs one after the other
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			for (int round = 0; round < 5; round++) {
				CompletableFuture<Void> clients = CompletableFuture.allOf(IntStream.range(0, 5)
					.mapToObj((i) -> CompletableFuture.runAsync(this::connectAndStay, threads))
					.toArray(CompletableFuture[]::new));
				await().until(() -> !neon.getProxy().getLinks().isEmpty());
				neon.suspend();
				if (neon.isAsleep()) {
					assertThat(neon.queryForLong(
							"select count(*) from pg_stat_activity where usename = '" + neon.getUsername() + "'"))
						.isZero();
				}
				// Again for those that came later
				await().until(() -> {
					neon.getProxy().getLinks().cut(Cut.RST);
					return clients.isDone();
				});
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	// Until the link is cut
	private void connectAndStay() {
		try (Connection connection = connect("loginTimeout=5")) {
			execute(connection, "select pg_sleep(20)");
		}
		catch (SQLException ex) {
			// As it is meant
		}
	}

	@Test
	void fallsAsleepWithASilentConnectionOpen() throws SQLException {
		try (Connection connection = neon.connect()) {
			execute(connection, "select 1");
			neon.setQuietTime(Duration.ofMillis(300));
			neon.awaitAsleep();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select 1"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("57P01"));
		}
	}

	@Test
	void openTransactionKeepsItAwake() throws SQLException {
		try (Connection connection = neon.connect()) {
			execute(connection, "begin");
			neon.setQuietTime(Duration.ofMillis(200));
			staysAwakeFor(Duration.ofMillis(1000), () -> {
			});
			execute(connection, "commit");
			neon.awaitAsleep();
		}
	}

	@Test
	void runningStatementKeepsItAwake() throws SQLException {
		try (Connection connection = neon.connect()) {
			neon.setQuietTime(Duration.ofMillis(300));
			execute(connection, "select pg_sleep(1.2)");
			assertThat(neon.isAsleep()).isFalse();
		}
	}

	@Test
	void validationOfAnIdleConnectionKeepsItAwake() throws SQLException {
		try (Connection connection = neon.connect()) {
			neon.setQuietTime(Duration.ofMillis(500));
			staysAwakeFor(Duration.ofMillis(1500), () -> assertThat(connection.isValid(1)).isTrue());
		}
	}

	@Test
	void newConnectionsKeepItAwake() throws SQLException {
		neon.setQuietTime(Duration.ofMillis(500));
		staysAwakeFor(Duration.ofMillis(1500), () -> neon.connect().close());
	}

	@Test
	void lookingPastTheProxyDoesNotWakeIt() {
		neon.suspend();
		int wakes = neon.getWakes();
		Duration awake = neon.getAwakeTime();
		assertThat(neon.queryForLong("select 42")).isEqualTo(42);
		assertThat(neon.isAsleep()).isTrue();
		assertThat(neon.getWakes()).isEqualTo(wakes);
		assertThat(neon.getAwakeTime()).isEqualTo(awake);
	}

	@Test
	void lookingPastTheProxyDoesNotKeepItAwake() {
		neon.setQuietTime(Duration.ofMillis(200));
		long start = System.nanoTime();
		while (!neon.isAsleep() && System.nanoTime() - start < 20_000_000_000L) {
			neon.queryForLong("select 42");
		}
		assertThat(neon.isAsleep()).isTrue();
	}

	@Test
	void stalledConnectionDoesNotHinderSuspension() throws SQLException {
		try (Connection connection = neon.connect()) {
			neon.getProxy().inject(Fault.stall());
			neon.suspend();
			assertThat(neon.isAsleep()).isTrue();
			neon.getProxy().heal();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select 1"));
		}
	}

	@Test
	void clientWithoutTlsIsTurnedAway() {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("sslmode=disable"))
			.withMessage("ERROR: connection is insecure (try using `sslmode=require`)")
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("XX000"));
	}

	@Test
	void certificateCanBeVerified() throws SQLException {
		try (Connection connection = connect("sslmode=verify-full&sslrootcert=" + neon.getCertificate())) {
			execute(connection, "select 1");
			assertThat(neon.getProxy().getLinks()).allMatch((link) -> link.isSecure());
		}
	}

	@Test
	void faultAtCommitIsSeenThroughTls() throws SQLException {
		execute(neon.connect(), "create table note (text text)");
		neon.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		try (Connection connection = neon.connect()) {
			connection.setAutoCommit(false);
			execute(connection, "insert into note values ('hello')");
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit)
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08006"));
		}
		assertThat(neon.queryForLong("select count(*) from note")).isOne();
	}

	@Test
	void idlePoolLetsItSleepAndFindsItAgain() throws SQLException {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(neon.getJdbcUrl());
		config.setUsername(neon.getUsername());
		config.setPassword(neon.getPassword());
		config.setMinimumIdle(0);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			try (Connection connection = pool.getConnection()) {
				execute(connection, "select 1");
			}
			neon.setQuietTime(Duration.ofMillis(700));
			neon.awaitAsleep();
			neon.setQuietTime(LONG);
			try (Connection next = pool.getConnection()) {
				execute(next, "select 1");
			}
		}
	}

	@Test
	void sevenConnectionsAreReserved() {
		try (Neon small = Neon.builder().maxConnections(10).start()) {
			var connections = new java.util.ArrayList<Connection>();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
				while (true) {
					connections.add(small.connect());
				}
			}).satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("53300"));
			assertThat(connections).hasSize(3);
		}
	}

	@Test
	void impossibleTimesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> neon.setQuietTime(Duration.ZERO))
			.withMessage("The quiet time must be positive, but is PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> neon.setWakeDelay(Duration.ofMillis(-1)))
			.withMessage("The wake delay must not be negative, but is PT-0.001S");
		assertThatIllegalArgumentException().isThrownBy(() -> neon.setRefusalsBeforeWake(-1))
			.withMessage("The number of refusals must not be negative, but is -1");
	}

	private void staysAwakeFor(Duration time, Activity activity) throws SQLException {
		long start = System.nanoTime();
		while (System.nanoTime() - start < time.toNanos()) {
			activity.run();
			assertThat(neon.isAsleep()).isFalse();
		}
	}

	private static Connection connect(String parameters) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", neon.getUsername());
		properties.setProperty("password", neon.getPassword());
		return DriverManager.getConnection(neon.getJdbcUrl() + "?" + parameters, properties);
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private interface Activity {

		void run() throws SQLException;

	}

}
