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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.connection.CommitInquiry.Answer;
import io.github.pgsteady.connection.RecordingConnection.SqlCall;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.failure.FailureClassifiers;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.server.StopMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CommitResolver}: what a caller whose {@code COMMIT} was not answered
 * is told, and what the database holds.
 */
@Tag("smoke")
@ExtendWith(OutputCaptureExtension.class)
class CommitOutcomeIntegrationTests extends AbstractRecordingIntegrationTests {

	private final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());

	private final List<ConnectionLoss> losses = Collections.synchronizedList(new ArrayList<>());

	@BeforeEach
	void resolve() {
		this.outcomes.clear();
		this.losses.clear();
		this.dataSource.resolveCommits();
		this.dataSource.addListener(new ConnectionListener() {

			@Override
			public void lost(ConnectionLoss loss) {
				CommitOutcomeIntegrationTests.this.losses.add(loss);
			}

			@Override
			public void commitLost(Outcome outcome) {
				CommitOutcomeIntegrationTests.this.outcomes.add(outcome);
			}

		});
	}

	private void resolveWithin(Duration time) {
		TimeLimits limits = new TimeLimits(Duration.ofMinutes(5), time, Duration.ofHours(1));
		limits.started();
		reopen(limits);
		resolve();
	}

	@ParameterizedTest
	@EnumSource(names = { "RST", "FIN" })
	void whatTheServerHasCommittedIsCommitted(Cut cut) {
		this.postgres.getProxy().inject(Fault.cut(cut).afterCommit());
		assertThat(insertWithCallback()).isTrue();
		assertThat(rows()).isOne();
		assertThat(this.outcomes).containsExactly(Outcome.COMMITTED);
		assertThat(this.losses).singleElement().extracting(ConnectionLoss::phase).isEqualTo(Phase.COMMIT);
		assertThat(this.call.getLoss()).isNull();
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "RST", "FIN" })
	void whatTheServerHasNotCommittedIsRolledBack(Cut cut) {
		this.postgres.getProxy().inject(Fault.cut(cut).beforeCommit());
		assertThatException().isThrownBy(this::insertInTransaction)
			.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("after COMMIT was sent")
				.hasMessageContaining("Nothing was committed"));
		assertThat(rows()).isZero();
		assertThat(this.outcomes).containsExactly(Outcome.ROLLED_BACK);
		assertLost(Phase.TRANSACTION);
		assertThat(this.call.hasCommitted()).isFalse();
		insertInTransaction();
		assertThat(rows()).isOne();
	}

	@Test
	void exceptionSaysThatItWasRolledBack() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeCommit());
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit).satisfies((ex) -> {
				assertThat(ex.getSQLState()).isEqualTo("40000");
				assertThat(ex.getMessage()).contains("rolled back");
				assertThat(ex.getCause()).isInstanceOf(SQLException.class);
				assertThat(FailureClassifiers.builtIn().classify(ex).failureClass())
					.isEqualTo(FailureClass.ROLLED_BACK);
			});
		});
		assertThat(rows()).isZero();
	}

	@Test
	void callerOfJdbcNoticesNothingOfALossAfterTheCommit() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		withConnection((connection) -> {
			connection.setReadOnly(true);
			connection.setReadOnly(false);
			connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			connection.commit();
			connection.rollback();
			connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
			connection.setReadOnly(false);
			connection.setAutoCommit(true);
			connection.close();
		});
		assertThat(rows()).isOne();
		assertThat(this.call.getLoss()).isNull();
	}

	@Test
	void implicitCommitOfAutoCommit() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			connection.setAutoCommit(true);
			assertThat(connection.getAutoCommit()).isTrue();
		});
		assertThat(rows()).isOne();
		assertThat(this.outcomes).containsExactly(Outcome.COMMITTED);
	}

	@Test
	void transactionThatIsStillOpenIsEnded() {
		resolveWithin(Duration.ofSeconds(3));
		this.postgres.getProxy().inject(Fault.cut(Cut.SILENT).beforeCommit());
		assertThatException().isThrownBy(this::insertInTransaction);
		assertThat(this.outcomes).containsExactly(Outcome.FENCED);
		assertLost(Phase.TRANSACTION);
		assertThat(rows()).isZero();
		// The row lock of the one that was ended is gone as well
		assertThat(sessionsInTransaction()).isZero();
	}

	@Test
	void silentCommitThatWasExecutedIsCommitted() {
		resolveWithin(Duration.ofSeconds(1));
		this.postgres.getProxy().inject(Fault.cut(Cut.SILENT).afterCommit());
		assertThat(insertWithCallback()).isTrue();
		assertThat(this.outcomes).containsExactly(Outcome.COMMITTED);
		assertThat(rows()).isOne();
	}

	// It takes longer than the connection, but less than the grace
	@Test
	void commitThatIsBeingExecutedIsWaitedFor() {
		slowAtCommit("0.8");
		CompletableFuture<Boolean> commit = CompletableFuture.supplyAsync(this::insertWithCallback);
		await().until(() -> this.postgres
			.queryForLong("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
		this.postgres.getProxy().getLinks().cut(Cut.RST);
		assertThat(commit).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
		assertThat(this.outcomes).containsExactly(Outcome.COMMITTED);
		assertThat(rows()).isOne();
	}

	@Test
	void sessionThatIsEndedWhileItCommits() {
		slowAtCommit("20");
		CompletableFuture<Void> commit = CompletableFuture.runAsync(this::insertInTransaction);
		await().until(() -> this.postgres
			.queryForLong("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1);
		this.postgres.getServer().terminateAll();
		assertThat(commit).failsWithin(Duration.ofSeconds(30));
		assertThat(this.outcomes).containsExactly(Outcome.ROLLED_BACK);
		assertThat(rows()).isZero();
	}

	// It has committed already, and would only stop waiting
	@Test
	void commitThatWaitsForAStandbyIsNotEnded() {
		resolveWithin(Duration.ofSeconds(2));
		count();
		this.postgres.getServer().set("synchronous_standby_names", "nobody");
		try {
			assertThatException().isThrownBy(this::insertInTransaction);
		}
		finally {
			this.postgres.getServer().reset("synchronous_standby_names");
		}
		assertThat(this.outcomes).containsExactly(Outcome.UNKNOWN);
		await().until(() -> rows() == 1);
	}

	@ParameterizedTest
	@EnumSource
	void restartOfTheServerIsUnknown(StopMode mode) {
		count();
		FaultInjection cut = this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		FaultInjection outage = this.postgres.getProxy().inject(Fault.refuse());
		CompletableFuture<Void> commit = CompletableFuture.runAsync(this::insertInTransaction);
		cut.awaitFired();
		this.postgres.getServer().restart(mode);
		outage.close();
		assertThat(commit).failsWithin(Duration.ofSeconds(30));
		assertThat(this.outcomes).containsExactly(Outcome.UNKNOWN);
		assertThat(rows()).isOne();
	}

	@Test
	void nobodyCanBeAsked() {
		resolveWithin(Duration.ofSeconds(1));
		count();
		this.postgres.getProxy().inject(Fault.refuse());
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatExceptionOfType(TransactionException.class).isThrownBy(this::insertInTransaction)
			.satisfies((ex) -> assertThat(explanation(ex))
				.hasMessageContaining("Whether it was committed is unknown: nobody could be asked"));
		assertLost(Phase.COMMIT);
		assertThat(this.outcomes).containsExactly(Outcome.UNKNOWN);
		assertThat(rows()).isOne();
	}

	@Test
	void interruptEndsTheQuestion() {
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			this.postgres.getProxy().inject(Fault.refuse());
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
			assertThat(Thread.interrupted()).isTrue();
		});
		assertThat(this.outcomes).containsExactly(Outcome.UNKNOWN);
		assertThat(rows()).isOne();
	}

	@Test
	void closingThePoolEndsTheQuestion() {
		count();
		this.postgres.getProxy().inject(Fault.refuse());
		FaultInjection cut = this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		CompletableFuture<Void> commit = CompletableFuture.runAsync(this::insertInTransaction);
		cut.awaitFired();
		this.pool.close();
		assertThat(commit).failsWithin(Duration.ofSeconds(10));
		assertThat(this.outcomes).containsExactly(Outcome.UNKNOWN);
	}

	@Test
	void identityThatCannotBeNotedMeansThatNothingWasCommitted() {
		count();
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select (case when"));
		assertThatException().isThrownBy(this::insertInTransaction);
		assertLost(Phase.TRANSACTION);
		assertThat(this.outcomes).isEmpty();
		assertThat(rows()).isZero();
	}

	@Test
	void errorThatTheApplicationIgnoresIsRolledBack() {
		insertAndIgnoreAnError();
		assertThat(rows()).isZero();
		assertThat(this.call.getLoss()).isNull();
		assertThat(this.outcomes).isEmpty();
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("commit"));
		assertThatException().isThrownBy(this::insertAndIgnoreAnError);
		assertThat(this.outcomes).containsExactly(Outcome.ROLLED_BACK);
		assertThat(rows()).isZero();
	}

	private void insertAndIgnoreAnError() {
		transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> jdbc().execute("insert into nowhere values (1)"));
		});
	}

	@Test
	void commitThatTheServerRefusesIsNotAskedFor() {
		this.postgres.execute("alter table ledger add constraint once unique (id) deferrable initially deferred");
		insertInTransaction();
		long connections = this.postgres.getProxy().getConnections();
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this::insertInTransaction)
			.withMessageContaining("once");
		assertThat(this.outcomes).isEmpty();
		assertThat(this.postgres.getProxy().getConnections()).isEqualTo(connections);
		assertThat(rows()).isOne();
	}

	@Test
	void transactionThatOnlyReadCanBeRepeated() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> count()));
		assertThat(this.outcomes).containsExactly(Outcome.ROLLED_BACK);
		assertLost(Phase.TRANSACTION);
	}

	@Test
	void transactionThatLeftNoRowHasAnIdentityToo() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		transaction().executeWithoutResult((status) -> jdbc().execute("notify news"));
		assertThat(this.outcomes).containsExactly(Outcome.COMMITTED);
	}

	@Test
	void whatCannotBeSeenIsNotCalledRolledBack() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeCommit());
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("copy ledger from stdin", new StringReader("1\n"));
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
		});
		assertThat(this.outcomes).containsExactly(Outcome.UNKNOWN);
		assertLost(Phase.COMMIT);
		assertThat(rows()).isZero();
	}

	@Test
	void copyIsCommitted() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("copy ledger from stdin", new StringReader("1\n"));
			connection.commit();
		});
		assertThat(this.outcomes).containsExactly(Outcome.COMMITTED);
		assertThat(rows()).isOne();
	}

	@Test
	void readOnlyTransactionTakesNoRoundTripMore() {
		TransactionTemplate reading = transaction();
		reading.setReadOnly(true);
		long before = statementsOf(() -> reading.executeWithoutResult((status) -> count()));
		long writing = statementsOf(this::insertInTransaction);
		insertInTransaction();
		reopen(NO_LIMITS);
		TransactionTemplate unresolved = transaction();
		unresolved.setReadOnly(true);
		assertThat(statementsOf(() -> unresolved.executeWithoutResult((status) -> count()))).isEqualTo(before);
		assertThat(statementsOf(this::insertInTransaction)).isLessThan(writing);
	}

	@Test
	void roleThatMayNotAskSurfacesTheOutcome(CapturedOutput output) {
		this.postgres.execute("revoke execute on function pg_xact_status(xid8) from public");
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException().isThrownBy(this::insertInTransaction);
		assertLost(Phase.COMMIT);
		assertThat(this.outcomes).containsExactly(Outcome.UNKNOWN);
		assertThat(rows()).isOne();
		insertInTransaction();
		assertThat(rows()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("will be reported as unknown")
			.contains("permission denied for function pg_xact_status");
	}

	// One transaction cannot be committed any more then; the driver would not even say so
	@Test
	void roleThatMayNotAskAnyMoreLosesNothing() {
		insertInTransaction();
		this.postgres.execute("revoke select on pg_stat_activity from public");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this::insertInTransaction);
		assertThat(rows()).isOne();
		insertInTransaction();
		assertThat(rows()).isEqualTo(2);
	}

	// --- A server that gives the same id again

	@Test
	void idThatIsGivenAgainAfterACrashOfTheServerIsNotTakenForOurs() {
		assertCrashIsUnknown(() -> this.postgres.getServer().restart(StopMode.IMMEDIATE));
	}

	@Test
	void idThatIsGivenAgainAfterACrashOfASessionIsNotTakenForOurs() {
		assertCrashIsUnknown(() -> {
			String start = "select extract(epoch from pg_postmaster_start_time())::bigint";
			long started = this.postgres.queryForLong(start);
			crashAnotherSession();
			await().ignoreExceptions().until(() -> this.postgres.queryForLong(start) == started);
		});
	}

	private void crashAnotherSession() {
		try (Connection other = this.postgres.connect()) {
			this.postgres.getServer().crashBackend(other.unwrap(PGConnection.class).getBackendPID());
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertCrashIsUnknown(Runnable crash) {
		CommitResolver resolver = resolver();
		TransactionIdentity identity;
		try (Connection connection = this.postgres.connect()) {
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			identity = TransactionIdentity.of(connection, true);
			crash.run();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(resolver.resolve(identity, false))
			.isEqualTo(Answer.unknown("the server has been started anew since, or is another one"));
		String status = "select (pg_xact_status('%s') = 'committed')::int".formatted(identity.xid());
		await().ignoreExceptions().until(() -> {
			this.postgres.execute("create table if not exists other (id int)");
			this.postgres.execute("insert into other values (2)");
			return this.postgres.queryForLong(status) == 1;
		});
		// The server lies
		assertThat(rows()).isZero();
		assertThat(resolver.resolve(identity, false))
			.isEqualTo(Answer.unknown("the server has been started anew since, or is another one"));
	}

	@Test
	void whatTheDriverStumblesOverMayPass() throws SQLException {
		AtomicInteger attempts = new AtomicInteger();
		CommitResolver resolver = resolver(() -> {
			if (attempts.incrementAndGet() == 1) {
				throw new PSQLException("Something unusual has occurred", PSQLState.UNEXPECTED_ERROR);
			}
			return this.postgres.connect();
		});
		try (Connection connection = this.postgres.connect()) {
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			TransactionIdentity identity = TransactionIdentity.of(connection, true);
			connection.commit();
			assertThat(resolver.resolve(identity, false).outcome()).isEqualTo(Outcome.COMMITTED);
		}
		assertThat(attempts).hasValue(2);
	}

	@Test
	void onlyTheVeryTransactionIsEnded() throws SQLException {
		try (Connection connection = this.postgres.connect(); Connection other = this.postgres.connect()) {
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			TransactionIdentity former = TransactionIdentity.of(connection, true);
			connection.rollback();
			execute(connection, INSERT);
			assertThat(OutcomeQuestions.fence(other, former)).isFalse();
			connection.commit();
		}
		assertThat(rows()).isOne();
	}

	private CommitResolver resolver() {
		return resolver(this.postgres::connect);
	}

	private CommitResolver resolver(SqlCall<Connection> connector) {
		TimeLimits limits = new TimeLimits(Duration.ZERO, Duration.ofSeconds(10), Duration.ofHours(1));
		return new CommitResolver("test", connector, new Connections(FailureClassifiers.builtIn(), limits),
				() -> false);
	}

	private boolean insertWithCallback() {
		List<Long> rowsAfterCommit = new ArrayList<>();
		transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					rowsAfterCommit.add(rows());
				}

			});
		});
		return rowsAfterCommit.equals(List.of(1L));
	}

	private long sessionsInTransaction() {
		return this.postgres.queryForLong("select count(*) from pg_stat_activity where state = 'idle in transaction'");
	}

	private long statementsOf(Runnable action) {
		action.run();
		long before = this.postgres.getProxy().getTraffic().messagesToServer();
		action.run();
		return this.postgres.getProxy().getTraffic().messagesToServer() - before;
	}

	private void slowAtCommit(String seconds) {
		this.postgres.execute("create or replace function late() returns trigger language plpgsql as "
				+ "$$ begin perform pg_sleep(" + seconds + "); return null; end $$");
		this.postgres.execute("create constraint trigger late after insert on ledger deferrable initially deferred "
				+ "for each row execute function late()");
	}

}
