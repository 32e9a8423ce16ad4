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

package io.github.pgsteady.pool;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.server.PgBouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of tuned pools with real servers.
 */
@SimulatedPostgres
class PoolTuningIntegrationTests {

	private static final String HOUSEKEEPING = "com.zaxxer.hikari.housekeeping.periodMs";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PgSteadyProviderAutoConfiguration.class,
				PgSteadyPoolAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader(SpringBootTest.class));

	@AfterEach
	void resetHousekeeping() {
		System.clearProperty(HOUSEKEEPING);
	}

	@Test
	void driverTakesEverySetting(PostgresSimulation postgres) {
		contextRunner(postgres, postgres.getJdbcUrl())
			.withPropertyValues("spring.application.name=tuned", "pgsteady.provider=render",
					"pgsteady.providers.generic.sslmode=prefer", "pgsteady.providers.generic.prepare-threshold=3")
			.run((context) -> {
				JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
				assertThat(jdbc.queryForObject(
						"select application_name from pg_stat_activity where pid = pg_backend_pid()", String.class))
					.isEqualTo("tuned");
			});
	}

	@Test
	void dataSourceOfTheDriverTakesEverySetting(PostgresSimulation postgres) {
		this.contextRunner.withBean(HikariDataSource.class, () -> PoolContexts.dataSourceOfTheDriver(postgres))
			.withPropertyValues("spring.application.name=tuned", "pgsteady.provider=render",
					"pgsteady.providers.generic.sslmode=prefer", "pgsteady.providers.generic.prepare-threshold=3")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(dataSource.getDataSourceProperties()).containsKeys("sslmode", "prepareThreshold",
						"connectTimeout", "tcpKeepAlive", "socketFactory", "ApplicationName");
				assertThat(new JdbcTemplate(dataSource).queryForObject(
						"select application_name from pg_stat_activity where pid = pg_backend_pid()", String.class))
					.isEqualTo("tuned");
			});
	}

	@Test
	void poolFillsLazilyAndShrinksToNothingWhereTheDatabaseMaySleep(PostgresSimulation postgres) {
		System.setProperty(HOUSEKEEPING, "500");
		String connections = "select count(*) from pg_stat_activity where application_name = 'sleepy'";
		contextRunner(postgres, postgres.getJdbcUrl())
			.withPropertyValues("spring.application.name=sleepy", "pgsteady.provider=neon",
					"pgsteady.providers.neon.idle-timeout=10s")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				List<Connection> borrowed = new ArrayList<>();
				for (int i = 0; i < 3; i++) {
					borrowed.add(dataSource.getConnection());
				}
				assertThat(postgres.queryForLong(connections)).isEqualTo(3);
				for (Connection connection : borrowed) {
					connection.close();
				}
				Awaitility.await()
					.atMost(Duration.ofSeconds(50))
					.untilAsserted(() -> assertThat(postgres.queryForLong(connections)).isZero());
				assertThat(new JdbcTemplate(dataSource).queryForObject("select 1", Integer.class)).isOne();
			});
	}

	@Test
	void serverThatAcceptsAndSaysNothingDoesNotWedgeThePool() throws Exception {
		try (SilentServer server = new SilentServer()) {
			this.contextRunner
				.withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:" + server.getPort() + "/db",
						"spring.datasource.username=postgres", "pgsteady.providers.generic.login-timeout=1s",
						"spring.datasource.hikari.connection-timeout=4000",
						"spring.datasource.hikari.initialization-fail-timeout=-1")
				.run((context) -> {
					DataSource dataSource = context.getBean(DataSource.class);
					assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection)
						.withCauseInstanceOf(PSQLException.class)
						.havingCause()
						.withMessage("Connection attempt timed out.");
					assertThat(server.getConnections()).hasSizeGreaterThan(1);
				});
		}
	}

	@Test
	@RequiresPgBouncer
	void transactionPoolerWithoutPreparedStatementsWorks(PostgresSimulation postgres) {
		try (PgBouncer pgBouncer = startPgBouncer(postgres)) {
			contextRunner(postgres, url(postgres, pgBouncer) + "?pgbouncer=true")
				.run((context) -> repeatOnTwoConnections(context.getBean(DataSource.class)));
		}
	}

	@Test
	@RequiresPgBouncer
	void transactionPoolerWithoutPreparedStatementsFailsWithoutTheSetting(PostgresSimulation postgres) {
		try (PgBouncer pgBouncer = startPgBouncer(postgres)) {
			contextRunner(postgres, url(postgres, pgBouncer))
				.run((context) -> assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> repeatOnTwoConnections(context.getBean(DataSource.class)))
					.withMessageContaining("prepared statement"));
		}
	}

	@Test
	@RequiresPgBouncer
	void hostPatternOfTheUserTellsAPoolerToo(PostgresSimulation postgres) {
		try (PgBouncer pgBouncer = startPgBouncer(postgres)) {
			contextRunner(postgres, url(postgres, pgBouncer))
				.withPropertyValues("pgsteady.providers.acme.transaction-pooler.hosts=127.0.0.1:" + pgBouncer.getPort())
				.run((context) -> repeatOnTwoConnections(context.getBean(DataSource.class)));
		}
	}

	private ApplicationContextRunner contextRunner(PostgresSimulation postgres, String url) {
		return this.contextRunner.withPropertyValues("spring.datasource.url=" + url,
				"spring.datasource.username=" + postgres.getUsername(),
				"spring.datasource.password=" + postgres.getPassword());
	}

	private PgBouncer startPgBouncer(PostgresSimulation postgres) {
		return PgBouncer.before(postgres.getServer()::getAddress)
			.user(postgres.getUsername(), postgres.getPassword())
			.poolSize(1)
			.start();
	}

	private String url(PostgresSimulation postgres, PgBouncer pgBouncer) {
		return "jdbc:postgresql://127.0.0.1:" + pgBouncer.getPort() + "/" + postgres.getDatabase();
	}

	private void repeatOnTwoConnections(DataSource dataSource) throws SQLException {
		try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
			// The driver prepares a statement on the server at its fifth execution
			for (int i = 0; i < 20; i++) {
				query((i % 2 == 0) ? first : second);
			}
		}
	}

	private void query(Connection connection) throws SQLException {
		try (var statement = connection.prepareStatement("select count(*) from pg_class where relname = ?")) {
			statement.setString(1, "pg_class");
			try (var resultSet = statement.executeQuery()) {
				assertThat(resultSet.next()).isTrue();
			}
		}
	}

	/**
	 * Accepts connections, and never says a word.
	 */
	static final class SilentServer implements AutoCloseable {

		private final ServerSocket socket;

		private final List<Socket> connections = new CopyOnWriteArrayList<>();

		SilentServer() throws IOException {
			this.socket = new ServerSocket(0);
			Thread thread = new Thread(this::accept, "silent-server");
			thread.setDaemon(true);
			thread.start();
		}

		private void accept() {
			try {
				while (true) {
					this.connections.add(this.socket.accept());
				}
			}
			catch (IOException ex) {
				// Closed
			}
		}

		int getPort() {
			return this.socket.getLocalPort();
		}

		List<Socket> getConnections() {
			return this.connections;
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
			for (Socket connection : this.connections) {
				connection.close();
			}
		}

	}

}
