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

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;

import com.zaxxer.hikari.util.DriverDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

import io.github.pgsteady.failure.FailureClassifiers;
import io.github.pgsteady.link.KeepAliveSocketFactory;
import io.github.pgsteady.link.LinkWatches;
import io.github.pgsteady.link.SessionOwnership;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PgBouncer;
import io.github.pgsteady.simulator.server.PoolMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of connections whose sessions have other numbers than the protocol tells, as
 * behind Neon's proxy.
 */
@SimulatedPostgres
@RequiresPgBouncer
@Timeout(60)
class InventedSessionNumbersIntegrationTests {

	private PostgresSimulation postgres;

	@BeforeEach
	void remember(PostgresSimulation postgres) {
		this.postgres = postgres;
	}

	@Test
	void silentConnectionIsFoundAllTheSame() {
		run(PoolMode.SESSION, SessionOwnership.OWN, (target) -> {
			try (Connection connection = target.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isNotEqualTo(processOf(statement));
				statement.execute("select pg_sleep(2)");
				target.proxy().inject(Fault.stall(Direction.TO_SERVER).on((link) -> link.getId() == 1));
				CallRecord call = CallRecord.begin();
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("select 1"));
				call.end();
				assertThat(call.getLoss().stall()).isNotNull();
				assertThat(target.dataSource().isWatched()).isTrue();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@Test
	void strangersAreNotTrusted() {
		run(PoolMode.TRANSACTION, SessionOwnership.UNKNOWN, (target) -> {
			try (Connection connection = target.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("select pg_sleep(2)");
				assertThat(target.dataSource().isWatched()).isFalse();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static int processOf(Statement statement) throws SQLException {
		try (var result = statement.executeQuery("select pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

	private void run(PoolMode mode, SessionOwnership sessions, Consumer<Target> test) {
		try (PgBouncer pooler = PgBouncer.before(this.postgres.getServer()::getAddress)
			.user(this.postgres.getUsername(), this.postgres.getPassword())
			.poolMode(mode)
			.start();
				FaultProxy proxy = FaultProxy.before(() -> new InetSocketAddress("127.0.0.1", pooler.getPort()))) {
			Properties properties = new Properties();
			properties.setProperty("socketFactory", KeepAliveSocketFactory.class.getName());
			properties.setProperty("socketFactoryArg", "25,10,5");
			properties.setProperty("prepareThreshold", "0");
			String url = "jdbc:postgresql://127.0.0.1:%s/%s".formatted(proxy.getPort(), this.postgres.getDatabase());
			PatientDataSource dataSource = new PatientDataSource("test",
					() -> new DriverDataSource(url, null, properties, this.postgres.getUsername(),
							this.postgres.getPassword()),
					new Connections(FailureClassifiers.builtIn(), AbstractRecordingIntegrationTests.NO_LIMITS),
					new ConnectPolicy(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), sessions), () -> false);
			dataSource.watchLinks(new LinkWatches(Duration.ofMillis(400)));
			test.accept(new Target(dataSource, proxy));
		}
	}

	/**
	 * What is tested.
	 *
	 * @param dataSource makes the connections
	 * @param proxy is between them and the pooler
	 */
	private record Target(PatientDataSource dataSource, FaultProxy proxy) {

	}

}
