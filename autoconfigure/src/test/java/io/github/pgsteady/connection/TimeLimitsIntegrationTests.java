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

import java.io.StringWriter;
import java.sql.CallableStatement;
import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TimeLimits}: what ends, after which time, and what never does.
 */
class TimeLimitsIntegrationTests extends AbstractRecordingIntegrationTests {

	private static final TimeLimits STATEMENT_LIMIT = started(Duration.ofMillis(500), Duration.ZERO);

	private static final TimeLimits COMMIT_LIMIT = started(Duration.ofMinutes(5), Duration.ofMillis(500));

	@Test
	void commitHasATimeLimit() {
		reopen(COMMIT_LIMIT);
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			this.postgres.getProxy().inject(Fault.stall());
		}))
			.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("after COMMIT was sent")
				.hasMessageEndingWith("No answer came within the time of 'pgsteady.connection.commit-timeout'"));
		assertLost(Phase.COMMIT);
	}

	@Test
	void statementHasATimeLimit() {
		reopen(STATEMENT_LIMIT);
		assertThatException().isThrownBy(() -> jdbc().execute("select pg_sleep(30)"))
			.satisfies((ex) -> assertThat(explanation(ex))
				.hasMessageEndingWith("No answer came within the time of 'pgsteady.connection.statement-timeout'"));
	}

	@Test
	void timeoutOfTheStatementItselfIsNotShortened() {
		reopen(STATEMENT_LIMIT);
		JdbcTemplate jdbc = jdbc();
		jdbc.setQueryTimeout(20);
		jdbc.execute("select pg_sleep(1.5)");
		jdbc().execute("select 1");
	}

	@Test
	void whatTheApplicationSaysOfTheSocketCounts() {
		reopen(STATEMENT_LIMIT);
		withConnection((connection) -> {
			connection.setNetworkTimeout(Runnable::run, 20_000);
			execute(connection, "select pg_sleep(1.5)");
			assertThat(connection.getNetworkTimeout()).isEqualTo(20_000);
		});
		assertThatException().isThrownBy(() -> jdbc().execute("select pg_sleep(30)"));
		reopen(STATEMENT_LIMIT);
		this.pool.addDataSourceProperty("socketTimeout", "20");
		jdbc().execute("select pg_sleep(1.5)");
	}

	@Test
	void listenAndWhateverIsUnwrappedHasNoTimeLimit() {
		reopen(STATEMENT_LIMIT);
		withConnection((connection) -> {
			execute(connection, "listen news");
			PGConnection driver = connection.unwrap(PGConnection.class);
			execute(connection, "select pg_sleep(1.5)");
			this.postgres.execute("notify news, 'late'");
			assertThat(driver.getNotifications(10_000)).hasSize(1);
		});
		assertThatException().isThrownBy(() -> jdbc().execute("select pg_sleep(30)"));
	}

	// --- Time limits that stay

	@Test
	void copyAfterACommitHasNoTimeLimit() {
		reopen(COMMIT_LIMIT);
		transaction().executeWithoutResult((status) -> jdbc().execute(INSERT));
		withConnection((connection) -> connection.unwrap(PGConnection.class)
			.getCopyAPI()
			.copyOut("copy (select pg_sleep(1.5)) to stdout", new StringWriter()));
	}

	@Test
	void callableStatementAfterACommitHasNoLimitOfACommit() {
		reopen(COMMIT_LIMIT);
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			try (CallableStatement statement = connection.prepareCall("{call pg_sleep(1.5)}")) {
				statement.execute();
				connection.commit();
				statement.execute();
				connection.commit();
			}
		});
	}

	@Test
	void metaDataAfterACommitHasNoLimitOfACommit() {
		reopen(COMMIT_LIMIT);
		insertInTransaction();
		withConnection((connection) -> {
			FaultInjection slow = this.postgres.getProxy().inject(Fault.delay(Duration.ofMillis(700)));
			connection.getMetaData().getTables(null, null, "ledger", null).close();
			slow.close();
		});
	}

	@Test
	void silentConnectionIsFoundBeforeTheIsolationIsAskedFor() {
		reopen(COMMIT_LIMIT);
		count();
		this.postgres.getProxy().inject(Fault.stall());
		TransactionTemplate transaction = transaction();
		transaction.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
		assertThatExceptionOfType(TransactionException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> jdbc().execute(INSERT)));
		assertLost(Phase.IDLE);
		assertThat(rows()).isZero();
	}

	@Test
	void schemaHasATimeLimit() {
		reopen(COMMIT_LIMIT);
		withConnection((connection) -> {
			assertThat(connection.getSchema()).isEqualTo("public");
			this.postgres.getProxy().inject(Fault.stall());
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::getSchema);
		});
		assertLost(Phase.IDLE);
	}

	@Test
	void limitOfARollbackNamesItsProperty() {
		reopen(COMMIT_LIMIT);
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			this.postgres.getProxy().inject(Fault.stall());
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::rollback);
		});
		assertThat(this.call.getLoss().limit()).isEqualTo("pgsteady.connection.commit-timeout");
	}

	@Test
	void commitOfAMigrationHasNoTimeLimit() {
		slowAtCommit();
		reopen(new TimeLimits(Duration.ofMinutes(5), Duration.ofMillis(500), Duration.ofHours(1)));
		insertInTransaction();
		assertThat(rows()).isOne();
	}

	@Test
	void commitIsNotLimitedBelowTheTimeoutOfTheTransaction() {
		slowAtCommit();
		reopen(COMMIT_LIMIT);
		TransactionTemplate transaction = transaction();
		transaction.setTimeout(60);
		transaction.executeWithoutResult((status) -> jdbc().execute(INSERT));
	}

	private void slowAtCommit() {
		this.postgres.execute("create or replace function late() returns trigger language plpgsql as "
				+ "$$ begin perform pg_sleep(1.5); return null; end $$");
		this.postgres.execute("create constraint trigger late after insert on ledger deferrable initially deferred "
				+ "for each row execute function late()");
	}

	private static TimeLimits started(Duration statement, Duration commit) {
		TimeLimits limits = new TimeLimits(statement, commit, Duration.ofHours(1));
		limits.started();
		return limits;
	}

}
