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

package io.github.pgsteady.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.failure.FailureClassifiers;
import io.github.pgsteady.link.SessionOwnership;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.tls.SelfSignedCertificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PatientDataSource} beneath a real pool.
 */
@Tag("smoke")
@SimulatedPostgres
@Timeout(60)
class PatientDataSourceIntegrationTests {

	private final FailureClassifier classifier = FailureClassifiers.builtIn();

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void firstConnectionWaitsForADatabaseThatIsStarting(PostgresSimulation postgres, CapturedOutput output)
			throws SQLException {
		FaultInjection starting = postgres.getProxy().inject(Fault.reject(PostgresError.STARTING_UP).times(7));
		try (HikariDataSource pool = pool(postgres, Duration.ofSeconds(30));
				Connection connection = pool.getConnection()) {
			assertThat(connection.isValid(5)).isTrue();
		}
		assertThat(starting.getFired()).isEqualTo(7);
		assertThat(output)
			.containsOnlyOnce(
					"The database of 'test' is not there (WAKING (57P03): FATAL: the database system is starting up); "
							+ "waiting for up to 30 s ('pgsteady.startup.wait')")
			.containsOnlyOnce("The database of 'test' is there, after");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void laterFailureIsToldOnceForEachKindInItsOwnWords(PostgresSimulation postgres, CapturedOutput output)
			throws SQLException {
		try (HikariDataSource pool = pool(postgres, Duration.ofSeconds(30))) {
			pool.getConnection().close();
			FaultInjection starting = postgres.getProxy().inject(Fault.reject(PostgresError.STARTING_UP).always());
			postgres.getProxy().getLinks().cut(Cut.RST);
			pool.getHikariPoolMXBean().softEvictConnections();
			await().until(() -> !canConnect(pool) && starting.getFired() > 3);
			FaultInjection refusal = postgres.getProxy().inject(Fault.refuse());
			starting.close();
			await().until(() -> !canConnect(pool) && output.toString().contains("(NEVER_REACHED (08001)"));
			refusal.close();
			await().until(() -> canConnect(pool));
		}
		assertThat(output)
			.containsOnlyOnce(
					"The database of 'test' is not there (WAKING (57P03): FATAL: the database system is starting up)")
			.containsOnlyOnce("The database of 'test' is not there (NEVER_REACHED (08001): Connection to ")
			.containsOnlyOnce("The database of 'test' is there, after");
	}

	@Test
	void firstConnectionWaitsForADatabaseThatIsNotThere(PostgresSimulation postgres) throws Exception {
		FaultInjection refusal = postgres.getProxy().inject(Fault.refuse());
		try (HikariDataSource pool = pool(postgres, Duration.ofSeconds(30))) {
			CompletableFuture<Connection> connection = CompletableFuture.supplyAsync(() -> connect(pool));
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> connection.get(1500, TimeUnit.MILLISECONDS));
			refusal.close();
			assertThat(connection.get(30, TimeUnit.SECONDS).isValid(5)).isTrue();
		}
	}

	@Test
	void firstConnectionFailsAfterTheTimeWithTheRealCause(PostgresSimulation postgres) {
		FaultInjection starting = postgres.getProxy().inject(Fault.reject(PostgresError.STARTING_UP).always());
		try (HikariDataSource pool = pool(postgres, Duration.ofMillis(500))) {
			assertThatException().isThrownBy(pool::getConnection)
				.withMessageContaining("the database system is starting up");
		}
		assertThat(starting.getFired()).isGreaterThan(1);
	}

	@Test
	void wrongPasswordIsTriedOnceAtTheStart(PostgresSimulation postgres) {
		long before = postgres.getProxy().getConnections();
		try (HikariDataSource pool = pool(postgres, Duration.ofSeconds(30))) {
			pool.setPassword("wrong");
			assertThatException().isThrownBy(pool::getConnection)
				.withMessageContaining("password authentication failed");
		}
		assertThat(postgres.getProxy().getConnections() - before).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory", "sslrootcert=/nowhere/root.crt" })
	void certificateThatCannotBeVerifiedIsTriedOnceAtTheStart(String parameter, PostgresSimulation postgres) {
		FaultProxy tls = FaultProxy.builder(postgres.getServer()::getAddress)
			.tls(SelfSignedCertificate.get().serverContext())
			.start();
		HikariDataSource pool = pool(postgres, Duration.ofSeconds(30));
		pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:%s/%s?sslmode=verify-full&%s".formatted(tls.getPort(),
				postgres.getDatabase(), parameter));
		try (tls; pool) {
			assertThatException().isThrownBy(pool::getConnection);
			assertThat(tls.getConnections()).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sslmode=nonsense", "targetServerType=nonsense", "gssEncMode=nonsense",
			"channelBinding=nonsense", "connectTimeout=nonsense", "socketFactory=no.such.Factory",
			"socketFactory=java.lang.String", "sslmode=require&sslfactory=no.such.Factory",
			"sslmode=require&sslpasswordcallback=no.such.Callback" })
	void settingThatTheDriverCannotUseIsNotWaitedFor(String parameter, PostgresSimulation postgres) {
		FaultProxy tls = FaultProxy.builder(postgres.getServer()::getAddress)
			.tls(SelfSignedCertificate.get().serverContext())
			.start();
		HikariDataSource pool = pool(postgres, Duration.ofMinutes(5));
		pool.setJdbcUrl(
				"jdbc:postgresql://127.0.0.1:%s/%s?%s".formatted(tls.getPort(), postgres.getDatabase(), parameter));
		try (tls; pool) {
			assertThatException().isThrownBy(pool::getConnection)
				.satisfies((ex) -> assertThat(this.classifier.classifyConnect(ex).failureClass())
					.isEqualTo(FailureClass.REFUSED));
			assertThat(tls.getConnections()).isLessThanOrEqualTo(1);
		}
	}

	@Test
	void refusedLoginIsNotRepeatedWhileThePoolIsRunning(PostgresSimulation postgres) throws SQLException {
		try (HikariDataSource pool = startedPool(postgres)) {
			FaultInjection refused = postgres.getProxy().inject(Fault.reject(NeonError.ENDPOINT_DISABLED).always());
			postgres.getProxy().getLinks().cut(Cut.RST);
			pool.getHikariPoolMXBean().softEvictConnections();
			for (int i = 0; i < 4; i++) {
				assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(pool::getConnection)
					.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("XX000"))
					.withMessageContaining("request timed out")
					.satisfies((ex) -> assertThat(this.classifier.classify(ex).failureClass())
						.isEqualTo(FailureClass.REFUSED));
			}
			assertThat(refused.getFired()).isOne();
		}
	}

	@Test
	void rotatedPasswordIsTriedAtOnce(PostgresSimulation postgres) throws SQLException {
		try (HikariDataSource pool = startedPool(postgres)) {
			pool.getHikariConfigMXBean().setPassword("wrong");
			pool.getHikariPoolMXBean().softEvictConnections();
			assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection)
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28P01"));
			pool.getHikariConfigMXBean().setPassword(postgres.getPassword());
			await().until(() -> canConnect(pool));
		}
	}

	@Test
	void callerGetsTheRealCauseAndTheNewestKindOfIt(PostgresSimulation postgres) throws SQLException {
		try (HikariDataSource pool = startedPool(postgres)) {
			FaultInjection refusal = postgres.getProxy().inject(Fault.refuse());
			postgres.getProxy().getLinks().cut(Cut.RST);
			pool.getHikariPoolMXBean().softEvictConnections();
			assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(pool::getConnection)
				.satisfies((ex) -> {
					assertThat(ex.getSQLState()).isEqualTo("08001");
					assertThat(this.classifier.classify(ex).failureClass()).isEqualTo(FailureClass.NEVER_REACHED);
				});
			postgres.getProxy().inject(Fault.reject(PostgresError.TOO_MANY_CLIENTS).always());
			refusal.close();
			await().untilAsserted(() -> assertThatExceptionOfType(SQLTransientConnectionException.class)
				.isThrownBy(pool::getConnection)
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("53300"))
				.satisfies((ex) -> assertThat(this.classifier.classify(ex).failureClass())
					.isEqualTo(FailureClass.EXHAUSTED)));
		}
	}

	@Test
	void poolRecovers(PostgresSimulation postgres) throws SQLException {
		try (HikariDataSource pool = startedPool(postgres)) {
			for (Fault fault : List.of(Fault.refuse(), Fault.reject(PostgresError.IN_RECOVERY).always(),
					Fault.reject(SupavisorError.CHECKOUT_TIMEOUT).always())) {
				FaultInjection outage = postgres.getProxy().inject(fault);
				postgres.getProxy().getLinks().cut(Cut.RST);
				pool.getHikariPoolMXBean().softEvictConnections();
				assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection);
				outage.close();
				await().until(() -> canConnect(pool));
			}
		}
	}

	@Test
	void closingThePoolEndsTheWait(PostgresSimulation postgres) throws Exception {
		HikariDataSource pool = startedPool(postgres);
		postgres.getProxy().inject(Fault.refuse());
		postgres.getProxy().getLinks().cut(Cut.RST);
		pool.getHikariPoolMXBean().softEvictConnections();
		assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection);
		pool.close();
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith(pool.getPoolName())));
	}

	@Test
	void closingAPoolThatIsKnownLaterEndsTheWait(PostgresSimulation postgres) throws Exception {
		postgres.getProxy().inject(Fault.refuse());
		PatientDataSource dataSource = dataSource(postgres, config(postgres), Duration.ofSeconds(50));
		dataSource.endWith(() -> true);
		CompletableFuture<Void> wait = CompletableFuture
			.runAsync(() -> assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection));
		wait.get(20, TimeUnit.SECONDS);
	}

	@Test
	void interruptEndsTheWait(PostgresSimulation postgres) throws Exception {
		postgres.getProxy().inject(Fault.refuse());
		PatientDataSource dataSource = dataSource(postgres, config(postgres), Duration.ofSeconds(50));
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				dataSource.getConnection(postgres.getUsername(), postgres.getPassword());
				failure.completeExceptionally(new AssertionError("connected"));
			}
			catch (SQLException ex) {
				failure.complete(Thread.currentThread().isInterrupted() ? ex : null);
			}
		});
		thread.start();
		thread.interrupt();
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
	}

	private static boolean canConnect(HikariDataSource pool) {
		try (Connection connection = pool.getConnection()) {
			return connection.isValid(5);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static Connection connect(HikariDataSource pool) {
		try {
			return pool.getConnection();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HikariDataSource startedPool(PostgresSimulation postgres) throws SQLException {
		HikariDataSource pool = pool(postgres, Duration.ZERO);
		pool.getConnection().close();
		return pool;
	}

	private HikariDataSource pool(PostgresSimulation postgres, Duration startupWait) {
		HikariDataSource pool = new HikariDataSource();
		config(postgres).copyStateTo(pool);
		pool.setDataSource(new PatientDataSource("test", () -> driver(pool), connections(),
				new ConnectPolicy(startupWait, Duration.ZERO, Duration.ofSeconds(20), SessionOwnership.UNKNOWN),
				pool::isClosed));
		return pool;
	}

	private PatientDataSource dataSource(PostgresSimulation postgres, HikariConfig config, Duration startupWait) {
		return new PatientDataSource("test", () -> driver(config), connections(),
				new ConnectPolicy(startupWait, Duration.ZERO, Duration.ofSeconds(20), SessionOwnership.UNKNOWN),
				() -> false);
	}

	private Connections connections() {
		return new Connections(this.classifier, new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2)));
	}

	private static HikariConfig config(PostgresSimulation postgres) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(postgres.getJdbcUrl());
		config.setUsername(postgres.getUsername());
		config.setPassword(postgres.getPassword());
		config.setConnectionTimeout(1000);
		config.setMinimumIdle(0);
		config.setMaximumPoolSize(3);
		return config;
	}

	private static DriverDataSource driver(HikariConfig config) {
		return new DriverDataSource(config.getJdbcUrl(), null, config.getDataSourceProperties(), config.getUsername(),
				config.getPassword());
	}

}
