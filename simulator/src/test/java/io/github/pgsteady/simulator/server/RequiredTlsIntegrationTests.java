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
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.pgsteady.simulator.tls.SelfSignedCertificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that demands TLS.
 */
class RequiredTlsIntegrationTests {

	private static PostgresServer server;

	@BeforeAll
	static void start() {
		server = PostgresServer.builder().requireTls().start();
	}

	@AfterAll
	static void close() {
		server.close();
	}

	@Test
	void refusesAClientWithoutTls() {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> Client.connect(server, "postgres", "sslmode=disable").close())
			.withMessageContaining("no pg_hba.conf entry for host \"127.0.0.1\", user \"%s\", database \"postgres\", "
				.formatted(server.getUsername()) + "no encryption")
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28000"));
	}

	@Test
	void showsItsCertificate() throws SQLException {
		String parameters = "sslmode=verify-full&sslrootcert=" + SelfSignedCertificate.get().certificate();
		try (Connection connection = Client.connect(server, "postgres", parameters)) {
			assertThat(Client.query(connection, "select ssl from pg_stat_ssl where pid = pg_backend_pid()"))
				.isEqualTo("t");
		}
	}

	@Test
	void keepsItsOwnConnectionsAndItsStandby() {
		try (Occupation occupation = server.occupy(1); PostgresServer standby = server.startStandby()) {
			assertThat(occupation.size()).isEqualTo(1);
			server.awaitReplay(standby);
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> Client.connect(standby, "postgres", "sslmode=disable").close());
		}
	}

}
