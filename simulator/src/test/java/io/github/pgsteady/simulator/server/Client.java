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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.assertj.core.api.Assertions;

/**
 * A client of a server, as the plain role unless said otherwise.
 */
final class Client {

	private Client() {
	}

	static Connection connect(PostgresServer server) throws SQLException {
		return connect(server, "postgres", "");
	}

	static Connection connect(PostgresServer server, String database, String parameters) throws SQLException {
		return DriverManager.getConnection(server.getJdbcUrl(database) + "?gssEncMode=disable&" + parameters,
				server.getUsername(), server.getPassword());
	}

	static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery(sql)) {
			results.next();
			return results.getString(1);
		}
	}

	static String query(PostgresServer server, String sql) throws SQLException {
		try (Connection connection = connect(server)) {
			return query(connection, sql);
		}
	}

	static int pid(Connection connection) throws SQLException {
		return Integer.parseInt(query(connection, "select pg_backend_pid()"));
	}

	static void assertFails(Connection connection, String sqlState) {
		Assertions.assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> query(connection, "select 1"))
			.satisfies((ex) -> Assertions.assertThat(ex.getSQLState()).as(ex.getMessage()).isEqualTo(sqlState));
	}

	static void assertRefused(PostgresServer server, String sqlState) {
		Assertions.assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> connect(server).close())
			.satisfies((ex) -> Assertions.assertThat(ex.getSQLState()).as(ex.getMessage()).isEqualTo(sqlState));
	}

}
