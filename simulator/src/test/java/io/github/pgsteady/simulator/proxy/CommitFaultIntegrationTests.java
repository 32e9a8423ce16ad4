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

package io.github.pgsteady.simulator.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.proxy.InFlight.Progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of faults around COMMIT and around single statements: what the caller sees, and
 * what the database holds.
 */
@Tag("smoke")
class CommitFaultIntegrationTests extends AbstractFaultProxyTests {

	@ParameterizedTest
	@CsvSource({ "FIN, extended, 5", "RST, extended, 5", "SILENT, extended, 5", "FIN, simple, 5", "RST, simple, 5",
			"RST, extended, -1", "RST, extended, 0", "RST, extendedForPrepared, 1" })
	void cutBeforeCommitRollsBack(Cut cut, String mode, int prepareThreshold) throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(cut).beforeCommit());
		try (Connection connection = connect(parameters(mode, prepareThreshold))) {
			insertInTransaction(connection, 1);
			assertThatConnectionIsLostBy(connection::commit, cut);
		}
		assertThat(fault.getFired()).isOne();
		assertThat(payments()).isZero();
		assertThat(proxy().getJournal().getCommits()).singleElement()
			.satisfies((commit) -> assertThat(commit.progress()).isEqualTo(Progress.HELD));
	}

	@ParameterizedTest
	@CsvSource({ "FIN, extended, 5", "RST, extended, 5", "SILENT, extended, 5", "FIN, simple, 5", "RST, simple, 5",
			"RST, extended, -1", "RST, extended, 0", "RST, extendedForPrepared, 1" })
	void cutAfterCommitLeavesItPermanent(Cut cut, String mode, int prepareThreshold) throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(cut).afterCommit());
		try (Connection connection = connect(parameters(mode, prepareThreshold))) {
			insertInTransaction(connection, 1);
			assertThatConnectionIsLostBy(connection::commit, cut);
		}
		assertThat(fault.getFired()).isOne();
		assertThat(payments()).isOne();
		assertThat(proxy().getJournal().getCommits()).singleElement().satisfies((commit) -> {
			assertThat(commit.progress()).isEqualTo(Progress.EXECUTED);
			assertThat(commit.answer()).isEqualTo("COMMIT");
		});
	}

	// The driver sends the text of COMMIT once, and the name of a prepared statement
	// later
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void commitIsRecognisedWhenItIsSentByNameOnly(boolean before) throws SQLException {
		try (Connection connection = connect("prepareThreshold=1")) {
			for (int id = 1; id <= 20; id++) {
				insertInTransaction(connection, id);
				connection.commit();
			}
			Fault.Ending cut = Fault.cut(Cut.RST);
			proxy().inject(before ? cut.beforeCommit() : cut.afterCommit());
			insertInTransaction(connection, 21);
			assertThatConnectionIsLostBy(connection::commit, Cut.RST);
		}
		assertThat(payments()).isEqualTo(before ? 20 : 21);
	}

	@Test
	void commitOfAFailedTransactionIsNone() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterCommit());
		try (Connection connection = connect("raiseExceptionOnSilentRollback=false")) {
			insertInTransaction(connection, 1);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "nonsense"));
			connection.commit();
			assertThat(fault.getFired()).isZero();
			insertInTransaction(connection, 1);
			assertThatConnectionIsLostBy(connection::commit, Cut.RST);
		}
		assertThat(fault.getFired()).isOne();
		assertThat(payments()).isOne();
	}

	@Test
	void commitThatFailsIsNone() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterCommit());
		try (Connection connection = connect()) {
			execute(connection, "create table entry (id int references payment deferrable initially deferred)");
			connection.setAutoCommit(false);
			execute(connection, "insert into entry values (7)");
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit)
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("23503"));
		}
		assertThat(fault.getFired()).isZero();
	}

	@Test
	void faultHappensAsOftenAsItIsToldTo() throws SQLException {
		proxy().inject(Fault.cut(Cut.RST).beforeCommit().times(2));
		for (int id = 1; id <= 3; id++) {
			try (Connection connection = connect()) {
				insertInTransaction(connection, id);
				if (id <= 2) {
					assertThatConnectionIsLostBy(connection::commit, Cut.RST);
				}
				else {
					connection.commit();
				}
			}
		}
		assertThat(payments()).isOne();
	}

	@Test
	void faultConcernsTheChosenLinksOnly() throws SQLException {
		proxy().inject(Fault.cut(Cut.RST).beforeCommit().on((link) -> link.getApplicationName().equals("unlucky")));
		try (Connection lucky = connect("ApplicationName=lucky");
				Connection unlucky = connect("ApplicationName=unlucky")) {
			insertInTransaction(lucky, 1);
			lucky.commit();
			insertInTransaction(unlucky, 2);
			assertThatConnectionIsLostBy(unlucky::commit, Cut.RST);
		}
		assertThat(payments()).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "simple", "extended" })
	void cutBeforeStatementLeavesItUndone(String mode) throws SQLException {
		proxy().inject(Fault.cut(Cut.RST).beforeStatement("INSERT into payment"));
		try (Connection connection = connect("preferQueryMode=" + mode)) {
			assertThat(queryForInt(connection, "select 1")).isOne();
			assertThatConnectionIsLostBy(() -> insert(connection, 1), Cut.RST);
		}
		assertThat(payments()).isZero();
		assertThat(proxy().getJournal().getWrites()).singleElement().satisfies((write) -> {
			assertThat(write.progress()).isEqualTo(Progress.HELD);
			assertThat(write.sql()).startsWith("insert into payment");
		});
	}

	@ParameterizedTest
	@CsvSource({ "simple", "extended" })
	void cutAfterStatementOutsideATransactionLeavesItPermanent(String mode) throws SQLException {
		proxy().inject(Fault.cut(Cut.RST).afterStatement("insert into payment"));
		try (Connection connection = connect("preferQueryMode=" + mode)) {
			assertThatConnectionIsLostBy(() -> insert(connection, 1), Cut.RST);
		}
		assertThat(payments()).isOne();
		assertThat(proxy().getJournal().getWrites()).singleElement().satisfies((write) -> {
			assertThat(write.progress()).isEqualTo(Progress.EXECUTED);
			assertThat(write.answer()).isEqualTo("INSERT 0 1");
		});
	}

	@Test
	void cutAfterStatementInATransactionRollsBack() throws SQLException {
		proxy().inject(Fault.cut(Cut.RST).afterStatement("insert into payment"));
		try (Connection connection = connect()) {
			connection.setAutoCommit(false);
			assertThatConnectionIsLostBy(() -> insert(connection, 1), Cut.RST);
		}
		await().until(() -> sessions() == 0);
		assertThat(payments()).isZero();
		assertThat(proxy().getJournal().getEnds()).singleElement()
			.satisfies((end) -> assertThat(end.status()).isEqualTo(TransactionStatus.IN_TRANSACTION));
	}

	@Test
	void statementThatTheServerRefusesIsNotExecuted() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterStatement("payment"));
		try (Connection connection = connect()) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "insert into payment values ('x', 1)"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("22P02"));
			assertThat(fault.getFired()).isZero();
			assertThatConnectionIsLostBy(() -> insert(connection, 1), Cut.RST);
		}
		assertThat(payments()).isOne();
	}

	@Test
	void writesOfABatchAreInTheJournal() throws SQLException {
		proxy().inject(Fault.cut(Cut.RST).afterStatement("values (3"));
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (int id = 1; id <= 5; id++) {
				statement.addBatch("insert into payment values (" + id + ", 1)");
			}
			assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeBatch);
		}
		assertThat(payments()).isEqualTo(5);
		assertThat(proxy().getJournal().getWrites()).extracting(InFlight::sql)
			.contains("insert into payment values (3, 1)", "insert into payment values (5, 1)");
	}

	@Test
	void commitInAScriptIsRecognised() throws SQLException {
		proxy().inject(Fault.cut(Cut.RST).afterCommit());
		try (Connection connection = connect("preferQueryMode=simple")) {
			assertThatConnectionIsLostBy(
					() -> execute(connection, "begin; insert into payment values (1, 1); /* ; */ end; select 1"),
					Cut.RST);
		}
		assertThat(payments()).isOne();
	}

	@Test
	void errorInsteadOfTheAnswerToCommit() throws SQLException {
		proxy().inject(Fault.fail(ServerError.of("FATAL", "57P01", "terminating connection due to x")).afterCommit());
		try (Connection connection = connect()) {
			insertInTransaction(connection, 1);
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit).satisfies((ex) -> {
				assertThat(ex.getSQLState()).isEqualTo("57P01");
				assertThat(ex.getMessage()).isEqualTo("FATAL: terminating connection due to x");
			});
			assertThat(connection.isClosed()).isTrue();
		}
		assertThat(payments()).isOne();
	}

	@Test
	void errorInsteadOfAStatement() throws SQLException {
		proxy().inject(Fault.fail(ServerError.of("FATAL", "XX000", "DbHandler exited")).beforeStatement("payment"));
		try (Connection connection = connect()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insert(connection, 1))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("XX000"));
		}
		assertThat(payments()).isZero();
	}

	@Test
	void longStatementIsLookedAtBeforeItIsSent() throws SQLException {
		proxy().inject(Fault.cut(Cut.RST).beforeStatement("the very end"));
		String comment = "/* " + "x".repeat(300_000) + " the very end */";
		try (Connection connection = connect()) {
			assertThatConnectionIsLostBy(() -> execute(connection, "insert into payment values (1, 1)" + comment),
					Cut.RST);
		}
		assertThat(payments()).isZero();
	}

	@Test
	void momentsOfABatchAreNotLost() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterStatement("insert into payment").times(2));
		for (int round = 1; round <= 2; round++) {
			try (Connection connection = connect(); Statement statement = connection.createStatement()) {
				for (int id = 1; id <= 3; id++) {
					statement.addBatch("insert into payment values (" + (round * 10 + id) + ", 1)");
				}
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeBatch);
			}
			assertThat(fault.getFired()).isEqualTo(round);
		}
		assertThat(payments()).isEqualTo(6);
	}

	@Test
	void momentIsNotLostWithALinkThatEndsOtherwise() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterStatement("pg_sleep"));
		try (Connection connection = connect("socketTimeout=1")) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "select pg_sleep(60)"));
		}
		proxy().getLinks().awaitCount(0);
		try (Connection connection = connect()) {
			assertThatConnectionIsLostBy(() -> execute(connection, "select pg_sleep(0)"), Cut.RST);
		}
		assertThat(fault.getFired()).isOne();
	}

	@Test
	void liftedFaultDoesNotHappen() throws Exception {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterStatement("pg_sleep"));
		try (Connection connection = connect()) {
			CompletableFuture<Void> running = CompletableFuture.runAsync(() -> sleep(connection));
			await().until(() -> server().queryForLong("postgres",
					"select count(*) from pg_stat_activity where state = 'active' and query like '%pg_sleep(1)%'"
							+ " and pid <> pg_backend_pid()") == 1);
			fault.close();
			running.get(30, TimeUnit.SECONDS);
		}
		assertThat(fault.getFired()).isZero();
	}

	private static void sleep(Connection connection) {
		try {
			execute(connection, "select pg_sleep(1)");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void statementThatIsUndoneByALaterOneIsNotExecuted() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterStatement("values (2"));
		try (Connection connection = connect("preferQueryMode=simple")) {
			connection.setAutoCommit(false);
			execute(connection, "insert into payment values (1, 1)");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "commit; insert into payment values (2, 1); select 1/0"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("22012"));
		}
		assertThat(fault.getFired()).isZero();
		assertThat(payments()).isOne();
	}

	@Test
	void commitAfterCopyIsRecognised() throws Exception {
		proxy().inject(Fault.cut(Cut.RST).afterCommit());
		try (Connection connection = connect()) {
			connection.setAutoCommit(false);
			connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("copy payment from stdin", new StringReader("1\t1\n"));
			assertThatConnectionIsLostBy(connection::commit, Cut.RST);
		}
		assertThat(payments()).isOne();
	}

	@Test
	void deferredConstraintOutsideATransactionFailsAtTheVeryEnd() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterStatement("insert into entry"));
		try (Connection connection = connect()) {
			execute(connection, "create table entry (id int references payment deferrable initially deferred)");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "insert into entry values (7)"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("23503"));
		}
		assertThat(fault.getFired()).isZero();
	}

	@Test
	void statementThatItsScriptUndoesIsNotExecuted() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.RST).afterStatement("values (1"));
		try (Connection connection = connect("preferQueryMode=simple")) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "insert into payment values (1, 1); select 1/0"));
		}
		assertThat(fault.getFired()).isZero();
		assertThat(payments()).isZero();
	}

	private static String parameters(String mode, int prepareThreshold) {
		// A silent cut can be noticed by the client's patience only
		return "preferQueryMode=" + mode + "&prepareThreshold=" + prepareThreshold + "&socketTimeout=1";
	}

	private static void insertInTransaction(Connection connection, int id) throws SQLException {
		connection.setAutoCommit(false);
		insert(connection, id);
	}

	private static void insert(Connection connection, int id) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("insert into payment values (?, 1)")) {
			statement.setInt(1, id);
			statement.executeUpdate();
		}
	}

	private static void assertThatConnectionIsLostBy(ThrowingCallable call, Cut cut) {
		Class<? extends IOException> cause = switch (cut) {
			case FIN -> EOFException.class;
			case RST -> SocketException.class;
			case SILENT -> SocketTimeoutException.class;
		};
		assertThatExceptionOfType(SQLException.class).isThrownBy(call).withCauseInstanceOf(cause).satisfies((ex) -> {
			assertThat(ex.getSQLState()).isEqualTo("08006");
			assertThat(ex.getMessage()).isEqualTo("An I/O error occurred while sending to the backend.");
		});
	}

}
