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

package io.github.pgsteady.simulator.server;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.pgsteady.simulator.error.PgBouncerError;
import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PgBouncer}, with plain pgjdbc.
 */
@RequiresPgBouncer
class PgBouncerIntegrationTests {

	private static PostgresServer server;

	private static String database;

	@BeforeAll
	static void startServer() {
		server = PostgresServer.start();
		database = server.createDatabase();
	}

	@AfterAll
	static void closeServer() {
		server.close();
	}

	@ParameterizedTest
	@EnumSource
	void clientsGetToTheServer(PoolMode mode) throws SQLException {
		try (PgBouncer pooler = pooler().poolMode(mode).start(); Connection connection = connect(pooler, "")) {
			assertThat(backendPid(connection)).isPositive();
			assertThat(pooler.getPoolMode()).isEqualTo(mode);
			assertThat(pooler.getVersion()).matches("\\d+\\.\\d+\\.\\d+");
		}
	}

	@Test
	void sessionModeKeepsTheSession() throws SQLException {
		try (PgBouncer pooler = pooler().poolMode(PoolMode.SESSION).start();
				Connection first = connect(pooler, "prepareThreshold=1");
				Connection second = connect(pooler, "prepareThreshold=1")) {
			assertThat(backendPid(first)).isEqualTo(backendPid(first)).isNotEqualTo(backendPid(second));
		}
	}

	@Test
	void transactionModeSharesTheSessionAndKnowsNoPreparedStatements() throws SQLException {
		try (PgBouncer pooler = pooler().poolSize(1).start();
				Connection first = connect(pooler, "prepareThreshold=1");
				Connection second = connect(pooler, "prepareThreshold=0")) {
			assertThat(backendPid(second)).isPositive();
			try (Connection third = connect(pooler, "prepareThreshold=1")) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
					for (int i = 0; i < 3; i++) {
						selectPrepared(first, i);
						selectPrepared(third, i);
					}
				}).satisfies((ex) -> assertThat(ex.getSQLState()).isIn("42P05", "26000"));
			}
		}
	}

	@Test
	void wrongPasswordIsRefused() {
		try (PgBouncer pooler = pooler().start()) {
			Properties wrong = credentials();
			wrong.setProperty("password", "wrong");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> DriverManager.getConnection(url(pooler, ""), wrong))
				.satisfies(has(PgBouncerError.SASL_AUTHENTICATION_FAILED));
		}
	}

	@Test
	void clientBeyondTheLimitIsRefused() throws SQLException {
		try (PgBouncer pooler = pooler().maxClientConnections(1).start(); Connection only = connect(pooler, "")) {
			assertThat(only.isValid(5)).isTrue();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(pooler, ""))
				.satisfies(has(PgBouncerError.MAX_CLIENT_CONNECTIONS));
		}
	}

	@Test
	void clientThatWaitsTooLongForASessionIsRefused() throws SQLException {
		try (PgBouncer pooler = pooler().poolSize(1).queryWaitTimeout(Duration.ofSeconds(1)).start();
				Connection busy = connect(pooler, "");
				Connection waiting = connect(pooler, "")) {
			busy.setAutoCommit(false);
			assertThat(backendPid(busy)).isPositive();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> backendPid(waiting))
				.satisfies(has(PgBouncerError.QUERY_WAIT_TIMEOUT));
		}
	}

	@Test
	void startupParameterIsRefused() {
		try (PgBouncer pooler = pooler().start()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(pooler, "currentSchema=app"))
				.satisfies(has(PgBouncerError.UNSUPPORTED_STARTUP_PARAMETER));
		}
	}

	@Test
	void lossOfTheServerIsTold() throws SQLException {
		try (PgBouncer pooler = pooler().start(); Connection connection = connect(pooler, "")) {
			connection.setAutoCommit(false);
			int pid = backendPid(connection);
			server.execute("select pg_terminate_backend(" + pid + ")");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> backendPid(connection))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isIn("57P01", "08P01"));
		}
	}

	@Test
	void restartEndsClientsWithoutAWord() throws SQLException {
		try (PgBouncer pooler = pooler().start()) {
			try (Connection connection = connect(pooler, "")) {
				pooler.restart();
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> backendPid(connection))
					.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08006"));
			}
			try (Connection connection = connect(pooler, "")) {
				assertThat(backendPid(connection)).isPositive();
			}
		}
	}

	@Test
	void takenPortIsNoReasonToFail() throws Exception {
		try (PgBouncer pooler = pooler().start()) {
			int port = pooler.getPort();
			try (Connection connection = connect(pooler, "")) {
				assertThat(backendPid(connection)).isPositive();
			}
			pooler.kill();
			try (ServerSocket stranger = new ServerSocket()) {
				stranger.setReuseAddress(true);
				stranger.bind(new InetSocketAddress("127.0.0.1", port));
				pooler.restart();
				assertThat(pooler.getPort()).isNotEqualTo(port);
				try (Connection connection = connect(pooler, "")) {
					assertThat(backendPid(connection)).isPositive();
				}
			}
		}
	}

	@Test
	void restartOfTheServerIsSurvived() throws SQLException {
		try (PgBouncer pooler = pooler().start(); Connection connection = connect(pooler, "prepareThreshold=0")) {
			assertThat(backendPid(connection)).isPositive();
			int port = server.getPort();
			server.restart(StopMode.FAST);
			assertThat(server.getPort()).isEqualTo(port);
			assertThat(backendPid(connection)).isPositive();
		}
	}

	@Test
	void impossibleSettingsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> pooler().poolSize(0))
			.withMessage("The pool size must be at least 1, but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> pooler().maxClientConnections(0))
			.withMessage("The number of clients must be at least 1, but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> pooler().queryWaitTimeout(Duration.ofMillis(1500)))
			.withMessage("The time has to be a number of seconds, but is PT1.5S");
		assertThatIllegalArgumentException().isThrownBy(() -> pooler().maxPreparedStatements(-1));
		assertThatIllegalStateException().isThrownBy(() -> pooler().setting("pool_mood", "good").start())
			.withMessageContaining("PgBouncer does not start")
			.withMessageContaining("pool_mood");
	}

	@Test
	void missingProgramNamesThePackage() {
		System.setProperty("pgsteady.simulator.pgbouncer", "/nowhere/pgbouncer");
		try {
			assertThat(PgBouncer.isInstalled()).isFalse();
			assertThatIllegalStateException().isThrownBy(() -> pooler().start())
				.withMessageStartingWith("PgBouncer is not installed: install the package 'pgbouncer'");
		}
		finally {
			System.clearProperty("pgsteady.simulator.pgbouncer");
		}
	}

	private static java.util.function.Consumer<SQLException> has(ServerError error) {
		return (ex) -> {
			assertThat(ex.getMessage()).isEqualTo(error.severity() + ": " + error.message());
			assertThat(ex.getSQLState()).isEqualTo(error.sqlState());
		};
	}

	private static PgBouncer.Builder pooler() {
		return PgBouncer.before(PgBouncerIntegrationTests::address).user(server.getUsername(), server.getPassword());
	}

	private static InetSocketAddress address() {
		return server.getAddress();
	}

	private static Connection connect(PgBouncer pooler, String parameters) throws SQLException {
		return DriverManager.getConnection(url(pooler, parameters), credentials());
	}

	private static String url(PgBouncer pooler, String parameters) {
		return "jdbc:postgresql://127.0.0.1:" + pooler.getPort() + "/" + database + "?" + parameters;
	}

	private static Properties credentials() {
		Properties properties = new Properties();
		properties.setProperty("user", server.getUsername());
		properties.setProperty("password", server.getPassword());
		return properties;
	}

	private static int backendPid(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet resultSet = statement.executeQuery("select pg_backend_pid()")) {
			resultSet.next();
			return resultSet.getInt(1);
		}
	}

	private static void selectPrepared(Connection connection, int value) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("select ? + 1")) {
			statement.setInt(1, value);
			statement.executeQuery().close();
		}
	}

}
