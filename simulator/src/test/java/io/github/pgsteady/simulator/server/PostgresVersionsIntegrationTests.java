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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers of each version that is supported.
 */
class PostgresVersionsIntegrationTests {

	private static PostgresServer neighbour;

	@BeforeAll
	static void start() {
		neighbour = PostgresServer.builder().version(18).start();
	}

	@AfterAll
	static void close() {
		neighbour.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 14, 15, 16, 17, 18 })
	void startsEachVersionBesideAnother(int version) throws SQLException {
		try (PostgresServer server = start(version)) {
			assertThat(server.getVersion()).isEqualTo(version);
			assertThat(server.queryForLong("postgres", "show server_version_num") / 10000).isEqualTo(version);
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(
						() -> DriverManager.getConnection(server.getJdbcUrl("postgres"), server.getUsername(), "wrong")
							.close())
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28P01"));
			assertThat(neighbour.queryForLong("postgres", "show server_version_num") / 10000).isEqualTo(18);
			String database = server.createDatabase();
			try (Connection connection = Client.connect(server, database, "")) {
				assertThat(server.terminateAll()).isEqualTo(1);
				Client.assertFails(connection, "57P01");
			}
			server.set("idle_session_timeout", "1h");
			assertThat(Client.query(server, "show idle_session_timeout")).isEqualTo("1h");
			try (PostgresServer standby = server.startStandby()) {
				server.awaitReplay(standby);
				standby.promote();
			}
		}
	}

	private static PostgresServer start(int version) {
		Assumptions.assumeTrue(
				version == 18 || (Path.of(System.getProperty(BinaryArchives.FOLDER_PROPERTY)).toFile().exists()),
				"The build has other versions for Linux on amd64 only");
		return PostgresServer.builder().version(version).start();
	}

}
