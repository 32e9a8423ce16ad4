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

package io.github.pgsteady.doctor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.server.PgBouncer;
import io.github.pgsteady.simulator.server.PoolMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a pooler is known by what it does, and what works through it.
 */
@SimulatedPostgres
@RequiresPgBouncer
class PoolerIntegrationTests {

	@Test
	void transactionPoolerThatTheAddressDoesNotTell(Postgres postgres) throws SQLException {
		try (PgBouncer pooler = pooler(postgres, PoolMode.TRANSACTION, 5)) {
			Examined examined = Examined.structured(url(postgres, pooler, ""));
			assertThat(examined.status()).isEqualTo(Report.FINDINGS);
			assertThat(examined.summary(Stage.ENDPOINT)).isEqualTo(
					"transaction-pooler: two connections got the same " + "session of the server, one after the other");
			assertThat(examined.findings()).containsExactly("other-endpoint-kind",
					"prepared-statements-through-pooler");
			assertThat(examined.details(Stage.SESSIONS)).containsExactly(
					"Prepared statements are lost: ERROR: prepared statement \"S_1\" does not exist",
					"Session settings reach other connections", "Advisory locks keep nobody out");
			assertThat(examined.adviceText())
				.contains("?pgbouncer=true # a transaction pooler: two connections got the same session")
				.contains("prepareThreshold: 0 # ERROR: prepared statement \"S_1\" does not exist");
		}
	}

	@Test
	void transactionPoolerOfOneSessionThatTheUrlTells(Postgres postgres) throws SQLException {
		try (PgBouncer pooler = pooler(postgres, PoolMode.TRANSACTION, 1)) {
			Examined examined = Examined.structured(url(postgres, pooler, "?pgbouncer=true"));
			assertThat(examined.status()).as(examined.out()).isZero();
			assertThat(examined.verdict(Stage.ENDPOINT)).isEqualTo("passed");
			assertThat(examined.summary(Stage.SESSIONS))
				.isEqualTo("As through any transaction pooler; pgsteady does without");
			assertThat(examined.advice()).doesNotContainKey("pgsteady");
			assertNothingIsLeft(postgres, pooler);
		}
	}

	@Test
	void preparedStatementsThatAreSetThroughATransactionPooler(Postgres postgres) throws SQLException {
		try (PgBouncer pooler = pooler(postgres, PoolMode.TRANSACTION, 1)) {
			Examined examined = Examined.structured(
					Map.of("pgsteady.providers.acme.transaction-pooler.hosts", "127.0.0.1:" + pooler.getPort()),
					url(postgres, pooler, "?prepareThreshold=3"));
			assertThat(examined.status()).isEqualTo(Report.FINDINGS);
			assertThat(examined.verdict(Stage.ENDPOINT)).isEqualTo("passed");
			assertThat(examined.verdict(Stage.SESSIONS)).isEqualTo("failed");
			assertThat(examined.findings()).containsExactly("prepared-statements-through-pooler");
			assertThat(examined.finding("prepared-statements-through-pooler", "where"))
				.contains("prepared statement \"S_1\" does not exist");
			assertNothingIsLeft(postgres, pooler);
		}
	}

	@Test
	void sessionPooler(Postgres postgres) throws SQLException {
		try (PgBouncer pooler = pooler(postgres, PoolMode.SESSION, 5)) {
			Examined examined = Examined.structured(url(postgres, pooler, ""));
			assertThat(examined.status()).isEqualTo(Report.HEALTHY);
			assertThat(examined.summary(Stage.ENDPOINT))
				.startsWith("session-pooler: each connection kept a session of " + "its own, and ");
			assertThat(examined.findings()).containsExactly("other-endpoint-kind");
			assertThat(examined.summary(Stage.SESSIONS))
				.isEqualTo("Prepared statements, session settings and advisory locks work");
			// The server's limit says nothing of that of the pooler
			assertThat(examined.adviceText()).doesNotContain("maximum-pool-size");
			assertNothingIsLeft(postgres, pooler);
		}
	}

	private static PgBouncer pooler(Postgres postgres, PoolMode mode, int size) {
		return PgBouncer.before(postgres.getServer()::getAddress)
			.user(postgres.getUsername(), postgres.getPassword())
			.poolMode(mode)
			.poolSize(size)
			.start();
	}

	private static String url(Postgres postgres, PgBouncer pooler, String parameters) {
		return "postgres://%s:%s@127.0.0.1:%s/%s%s".formatted(postgres.getUsername(), postgres.getPassword(),
				pooler.getPort(), postgres.getDatabase(), parameters);
	}

	// With a pool of one, this is the session that the doctor had
	private static void assertNothingIsLeft(Postgres postgres, PgBouncer pooler) throws SQLException {
		String url = "jdbc:postgresql://127.0.0.1:%s/%s?prepareThreshold=0".formatted(pooler.getPort(),
				postgres.getDatabase());
		try (Connection connection = DriverManager.getConnection(url, postgres.getUsername(), postgres.getPassword());
				ResultSet left = connection.createStatement().executeQuery("""
						select (select count(*) from pg_prepared_statements),
						  coalesce(current_setting('pgsteady.doctor', true), ''),
						  (select count(*) from pg_locks where locktype = 'advisory')""")) {
			assertThat(left.next()).isTrue();
			assertThat(left.getInt(1)).isZero();
			assertThat(left.getString(2)).isEmpty();
			assertThat(left.getInt(3)).isZero();
		}
	}

}
