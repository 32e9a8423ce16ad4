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

package io.github.pgsteady.fleet;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.pgsteady.fleet.ServerConnections.Holder;
import io.github.pgsteady.simulator.server.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerConnections}.
 */
class ServerConnectionsIntegrationTests {

	private static PostgresServer server;

	private static String database;

	private final List<Connection> connections = new ArrayList<>();

	@BeforeAll
	static void start() {
		server = PostgresServer.builder().maxConnections(25).setting("reserved_connections", "2").start();
		database = server.createDatabase();
		for (String role : List.of("plain", "limited", "privileged", "blind")) {
			server.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, server.getPassword()));
		}
		server.execute("ALTER ROLE limited CONNECTION LIMIT 7");
		server.execute("GRANT pg_use_reserved_connections TO privileged");
		server.execute("ALTER DATABASE %s CONNECTION LIMIT 15".formatted(database));
		server.execute(database, "REVOKE SELECT ON pg_stat_activity FROM PUBLIC");
		server.execute(database, "GRANT SELECT ON pg_stat_activity TO plain, limited, privileged");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void disconnect() throws SQLException {
		for (Connection connection : this.connections) {
			connection.close();
		}
	}

	@Test
	void limitsOfARoleAndOfADatabase() throws SQLException {
		ServerConnections seen = ServerConnections.read(connect("limited", "a"));
		assertThat(seen.maximum()).isEqualTo(25);
		assertThat(seen.usable()).isEqualTo(25 - 3 - 2);
		assertThat(seen.roleLimit()).isEqualTo(7);
		assertThat(seen.databaseLimit()).isEqualTo(15);
		assertThat(ServerConnections.read(connect("plain", "a")).roleLimit()).isNull();
	}

	@Test
	void roleThatMayUseReservedConnections() throws SQLException {
		assertThat(ServerConnections.read(connect("privileged", "a")).usable()).isEqualTo(25 - 3);
	}

	@Test
	void limitsDoNotHoldForSuperusers() throws SQLException {
		ServerConnections seen = ServerConnections.read(keep(server.openAdminConnection(database)));
		assertThat(seen.usable()).isEqualTo(25 - 3);
		assertThat(seen.databaseLimit()).isNull();
	}

	@Test
	void namesOfOthersAreSeenThoughTheirActivityMayNotBe() throws SQLException {
		connect("limited", "theirs");
		connect("limited", "theirs");
		Connection elsewhere = keep(server.openAdminConnection("postgres"));
		elsewhere.setClientInfo("ApplicationName", "elsewhere");
		ServerConnections seen = ServerConnections.read(connect("plain", "own"));
		assertThat(seen.holders()).contains(new Holder("own", true, true, 1), new Holder("theirs", false, true, 2),
				new Holder("elsewhere", false, false, 1));
		// And the connection that the server itself is administered on may be there
		assertThat(seen.used()).isBetween(4, 5);
	}

	@Test
	void roleThatMayNotSeeWhoIsThere() throws SQLException {
		Connection connection = connect("blind", "own");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ServerConnections.read(connection))
			.matches((ex) -> "42501".equals(ex.getSQLState()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 14, 15, 16, 17 })
	void olderServers(int version) throws SQLException {
		try (PostgresServer older = PostgresServer.builder().version(version).maxConnections(25).start();
				Connection connection = older.openAdminConnection("postgres")) {
			ServerConnections seen = ServerConnections.read(connection);
			assertThat(seen.usable()).isEqualTo(22);
			assertThat(seen.used()).isBetween(1, 2);
		}
	}

	private Connection connect(String role, String applicationName) throws SQLException {
		return keep(DriverManager.getConnection(
				"%s?ApplicationName=%s".formatted(server.getJdbcUrl(database), applicationName), role,
				server.getPassword()));
	}

	private Connection keep(Connection connection) {
		this.connections.add(connection);
		return connection;
	}

}
