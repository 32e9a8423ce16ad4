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

import java.io.StringReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CallRecord}: whatever may have committed counts as committed, and
 * nothing else does.
 */
class RecordedCommitIntegrationTests extends AbstractRecordingIntegrationTests {

	@Test
	void literalCommitCountsAsUnknown() {
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			jdbc().execute("commit");
			this.postgres.getServer().terminateAll();
			jdbc().execute(INSERT);
		}));
		assertThat(this.call.hasCommitted()).isTrue();
		assertLost(Phase.WRITE);
		assertThat(rows()).isOne();
	}

	@Test
	void whatMayCommitUnseenCountsAsCommitted() {
		List<ConnectionAction> actions = List.of((connection) -> connection.unwrap(PGConnection.class),
				(connection) -> connection.prepareCall("call nothing()").close(),
				(connection) -> execute(connection, "do $$ begin end $$"),
				(connection) -> execute(connection, "select 1; select 2"),
				(connection) -> connection.createStatement().unwrap(PGStatement.class),
				(connection) -> connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)
					.close());
		for (ConnectionAction action : actions) {
			CallRecord call = CallRecord.begin();
			withConnection(action);
			assertThat(call.hasCommitted()).isTrue();
			call.end();
		}
	}

	@Test
	void transactionWithAnUnwrappedConnectionIsOfUnknownOutcomeUntilItIsReturned() {
		assertThatException()
			.isThrownBy(() -> transaction().executeWithoutResult((status) -> withConnection((connection) -> {
				connection.unwrap(PGConnection.class).cancelQuery();
				this.postgres.getServer().terminateAll();
				execute(connection, INSERT);
			})));
		assertLost(Phase.WRITE);
		newCall();
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
		assertThatException().isThrownBy(this::count);
		assertLost(Phase.READ);
	}

	@Test
	void onlyWhatMayHaveWrittenIsCommitted() {
		count();
		transaction().executeWithoutResult((status) -> count());
		transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			status.setRollbackOnly();
		});
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> jdbc().execute("insert into nowhere values (1)"));
		assertThat(this.call.hasCommitted()).isFalse();
		insertInTransaction();
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void autoCommitWriteIsCommitted() {
		jdbc().execute(INSERT);
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void writeWhoseResultWasNotWhatTheCallerExpectedIsCommitted() {
		withConnection((connection) -> assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> connection.createStatement().executeQuery(INSERT)));
		assertThat(this.call.hasCommitted()).isTrue();
		assertThat(rows()).isOne();
	}

	@Test
	void innerTransactionThatCommittedIsKnownToTheCall() {
		TransactionTemplate inner = transaction();
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> transaction().executeWithoutResult((status) -> {
				inner.executeWithoutResult((innerStatus) -> jdbc().execute(INSERT));
				throw new IllegalStateException("outer");
			}));
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void innerRecordIsKnownToTheOuterOne() {
		CallRecord inner = CallRecord.begin();
		jdbc().execute(INSERT);
		assertThat(this.call.hasCommitted()).isFalse();
		inner.end();
		assertThat(CallRecord.current()).isSameAs(this.call);
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void commitOfWhatWasNotSeenIsOfUnknownOutcome() {
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("copy ledger from stdin", new StringReader("1\n"));
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
		});
		assertLost(Phase.COMMIT);
		assertThat(rows()).isOne();
	}

	// --- A statement that commits inside and then fails with an ERROR

	@Test
	void scriptThatCommitsAndThenFails() {
		assertThatException()
			.isThrownBy(() -> jdbc().execute("insert into ledger values (1); commit; insert into nowhere values (1)"));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void scriptThatCommitsAndThenFailsInATransaction() {
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult(
				(status) -> jdbc().execute("insert into ledger values (1); commit; insert into nowhere values (1)")));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void procedureThatCommitsAndThenFails() {
		this.postgres.execute("create or replace procedure pay() language plpgsql as $$ begin "
				+ "insert into ledger values (1); commit; raise exception 'no'; end $$");
		this.postgres.execute("grant all on procedure pay() to public");
		assertThatException().isThrownBy(() -> jdbc().execute("call pay()"));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void preparedProcedureThatCommitsAndThenIsSerializationFailure() {
		this.postgres.execute("create or replace procedure pay2() language plpgsql as $$ begin "
				+ "insert into ledger values (1); commit; raise exception 'no' using errcode = '40001'; end $$");
		this.postgres.execute("grant all on procedure pay2() to public");
		assertThatException().isThrownBy(() -> jdbc().update("call pay2()"));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void blockThatCommitsAndThenFails() {
		assertThatException().isThrownBy(() -> jdbc()
			.execute("do $$ begin insert into ledger values (1); commit; raise exception 'no'; end $$"));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void batchThatCommitsAndThenFailsInATransaction() {
		assertThatException().isThrownBy(() -> transaction()
			.executeWithoutResult((status) -> jdbc().batchUpdate(INSERT, "commit", "insert into nowhere values (1)")));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted()).isTrue();
	}

	// --- The reader of SQL

	@ParameterizedTest
	@ValueSource(strings = { "select app.replace(7)", "select app.order(7)", "select app.\"order\"(7)",
			"select 1 -- first\r, app.evil(7)", "select $a_b$it's$a_b$; insert into ledger values (7) --'" })
	void whatIsTakenForAReadWritesNothing(String sql) {
		this.postgres.execute("create schema if not exists app");
		this.postgres.execute("grant usage on schema app to public");
		this.postgres.execute("drop table if exists one cascade");
		this.postgres.execute("create table one (id int)");
		this.postgres.execute("insert into one values (1)");
		this.postgres.execute("grant all on one to public");
		for (String name : new String[] { "app.replace(x int)", "app.\"order\"(x int)", "app.evil(x int)",
				"public.booked(o one)" }) {
			this.postgres.execute("create or replace function " + name
					+ " returns int language sql as $$ insert into ledger values (1) returning id $$");
		}
		jdbc().execute(sql);
		assertThat(rows()).isOne();
		assertThat(StatementKind.of(sql)).isNotEqualTo(StatementKind.READ);
		assertThat(this.call.hasCommitted()).isTrue();
	}

	// --- Losses that are not told, or told wrongly

	@Test
	void lostCommitOfATransactionOfCopyOnly() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException().isThrownBy(() -> transaction()
			.executeWithoutResult((status) -> withConnection((connection) -> connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("copy ledger from stdin", new StringReader("1\n")))));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted()).isTrue();
		assertLost(Phase.COMMIT);
	}

	@Test
	void clearingWarningsDoesNotMakeAnUnwrappedConnectionKnown() {
		withConnection((connection) -> {
			PGConnection driver = connection.unwrap(PGConnection.class);
			connection.clearWarnings();
			newCall();
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("copy"));
			assertThatException()
				.isThrownBy(() -> driver.getCopyAPI().copyIn("copy ledger from stdin", new StringReader("1\n")));
			assertThatException().isThrownBy(() -> execute(connection, "select 1"));
			assertThat(this.call.getLoss()).isNotNull();
			assertThat(this.call.getLoss().phase().isOutcomeUnknown()).isTrue();
		});
	}

	@Test
	void literalBeginIsReturned() {
		jdbc().execute("begin");
		newCall();
		jdbc().execute(INSERT);
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void errorThrownWhileAStatementRunsDoesNotHideItsCommit() {
		withConnection((connection) -> {
			try (PreparedStatement statement = connection
				.prepareStatement("insert into ledger values (1) returning id, repeat('x', 10)")) {
				statement.setMaxRows(1);
				statement.execute();
			}
		});
		assertThat(this.call.hasCommitted()).isTrue();
	}

}
