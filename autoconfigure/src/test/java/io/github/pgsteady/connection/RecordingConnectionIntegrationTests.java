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

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.failure.FailureClassifiers;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordingConnection} beneath a real pool: what it records, what the
 * caller is told, and what the database holds.
 */
@SimulatedPostgres
@Timeout(60)
class RecordingConnectionIntegrationTests {

	private static final String INSERT = "insert into ledger values (1)";

	private PostgresSimulation postgres;

	private TimeLimits limits = new TimeLimits(Duration.ofMinutes(5), Duration.ofSeconds(15), Duration.ofHours(1));

	private HikariDataSource pool;

	private PatientDataSource dataSource;

	private CallRecord call;

	@BeforeEach
	void open(PostgresSimulation postgres) {
		this.postgres = postgres;
		postgres.execute("drop table if exists ledger");
		postgres.execute("create table ledger (id int)");
		postgres.execute("grant all on ledger to public");
		open();
	}

	private void open() {
		open((pool) -> {
		});
	}

	private void open(Consumer<HikariDataSource> customizer) {
		this.limits.started();
		HikariDataSource pool = new HikariDataSource();
		customizer.accept(pool);
		pool.setJdbcUrl(this.postgres.getJdbcUrl());
		pool.setUsername(this.postgres.getUsername());
		pool.setPassword(this.postgres.getPassword());
		pool.setConnectionTimeout(5000);
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(0);
		this.dataSource = new PatientDataSource("test",
				() -> new DriverDataSource(pool.getJdbcUrl(), null, pool.getDataSourceProperties(), pool.getUsername(),
						pool.getPassword()),
				new Connections(FailureClassifiers.builtIn(), this.limits),
				new ConnectPolicy(Duration.ZERO, Duration.ZERO), pool::isClosed);
		pool.setDataSource(this.dataSource);
		this.pool = pool;
		this.call = CallRecord.begin();
	}

	@AfterEach
	void close() {
		this.call.end();
		this.pool.close();
	}

	private void reopen(TimeLimits limits) {
		close();
		this.limits = limits;
		open();
	}

	@Test
	void commitThatWasExecutedBeforeTheConnectionWasLost() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatExceptionOfType(TransactionSystemException.class).isThrownBy(this::insertInTransaction)
			.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("after COMMIT was sent")
				.hasMessageContaining("Whether it was committed is unknown")
				.hasCauseInstanceOf(SQLException.class));
		assertLost(Phase.COMMIT, FailureClass.CONNECTION_LOST);
		assertThat(rows()).isOne();
	}

	@Test
	void commitThatNeverReachedTheServer() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeCommit());
		assertThatExceptionOfType(TransactionSystemException.class).isThrownBy(this::insertInTransaction);
		assertLost(Phase.COMMIT, FailureClass.CONNECTION_LOST);
		assertThat(rows()).isZero();
	}

	@Test
	void implicitCommitOfAutoCommit() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.setAutoCommit(true));
		});
		assertLost(Phase.COMMIT, FailureClass.CONNECTION_LOST);
		assertThat(rows()).isOne();
	}

	@Test
	void connectionKilledInATransaction() {
		assertThatExceptionOfType(TransactionException.class).isThrownBy(() -> transaction().execute((status) -> {
			jdbc().execute(INSERT);
			this.postgres.getServer().terminateAll();
			return jdbc().update("insert into ledger values (2)");
		}))
			.satisfies((ex) -> assertThat(explanation(ex))
				.hasMessageStartingWith(
						"The connection was lost in a transaction, before COMMIT was sent, after 1 stat")
				.hasMessageContaining("CONNECTION_LOST (57P01)")
				.hasMessageEndingWith("Nothing was committed: the server has rolled back")
				.cause()
				.hasMessageContaining("terminating connection due to administrator command"));
		assertLost(Phase.TRANSACTION, FailureClass.CONNECTION_LOST);
		assertThat(rows()).isZero();
	}

	@Test
	void connectionKilledInAReadOnlyTransaction() {
		TransactionTemplate transaction = transaction();
		transaction.setReadOnly(true);
		assertThatExceptionOfType(TransactionException.class).isThrownBy(() -> transaction.execute((status) -> {
			count();
			this.postgres.getServer().terminateAll();
			return count();
		}));
		assertLost(Phase.READ_ONLY_TRANSACTION, FailureClass.CONNECTION_LOST);
	}

	@Test
	void idleInTransactionTimeout() {
		this.postgres.getServer().setIdleInTransactionSessionTimeout(Duration.ofMillis(50));
		assertThatExceptionOfType(TransactionException.class).isThrownBy(() -> transaction().execute((status) -> {
			jdbc().execute(INSERT);
			this.postgres.getProxy().getLinks().awaitCount(0);
			return jdbc().update(INSERT);
		}));
		assertLost(Phase.TRANSACTION, FailureClass.SESSION_TIMEOUT);
		assertThat(rows()).isZero();
	}

	@Test
	void autoCommitWriteThatWasExecuted() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> jdbc().update("insert into ledger values (?)", 1));
		assertLost(Phase.WRITE, FailureClass.CONNECTION_LOST);
		assertThat(rows()).isOne();
	}

	@Test
	void autoCommitWriteThatNeverReachedTheServer() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("insert"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc().execute(INSERT))
			.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("may have committed"));
		assertLost(Phase.WRITE, FailureClass.CONNECTION_LOST);
		assertThat(rows()).isZero();
	}

	@Test
	void autoCommitBatch() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("insert"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(
				() -> jdbc().batchUpdate("insert into ledger values (?)", List.<Object[]>of(new Object[] { 1 })));
		assertLost(Phase.WRITE, FailureClass.CONNECTION_LOST);
	}

	@Test
	void autoCommitRead() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this::count);
		assertLost(Phase.READ, FailureClass.CONNECTION_LOST);
	}

	@Test
	void resultThatIsLostWhileItIsRead() {
		this.postgres.execute("insert into ledger select generate_series(1, 10000)");
		assertThatException()
			.isThrownBy(() -> transaction().executeWithoutResult((status) -> withConnection((connection) -> {
				Statement statement = connection.createStatement();
				statement.setFetchSize(10);
				ResultSet result = statement.executeQuery("select id from ledger");
				this.postgres.getProxy().getLinks().cut(Cut.RST);
				while (result.next()) {
					assertThat(result.getInt(1)).isPositive();
				}
			})));
	}

	@Test
	void literalCommitCountsAsUnknown() {
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			jdbc().execute("commit");
			this.postgres.getServer().terminateAll();
			jdbc().execute(INSERT);
		}));
		assertThat(this.call.hasCommitted()).isTrue();
		assertLost(Phase.WRITE, FailureClass.CONNECTION_LOST);
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
		assertLost(Phase.WRITE, FailureClass.CONNECTION_LOST);
		this.call.end();
		this.call = CallRecord.begin();
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
		assertThatException().isThrownBy(this::count);
		assertLost(Phase.READ, FailureClass.CONNECTION_LOST);
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
	void refusedCommitIsNoLoss() {
		this.postgres.execute("drop table if exists deferred");
		this.postgres.execute("create table deferred (id int constraint one unique deferrable initially deferred)");
		this.postgres.execute("grant all on deferred to public");
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> transaction().executeWithoutResult((status) -> {
				jdbc().execute("insert into deferred values (1)");
				jdbc().execute("insert into deferred values (1)");
			}));
		assertThat(this.call.getLoss()).isNull();
		assertThat(this.call.hasCommitted()).isFalse();
	}

	@Test
	void commitThatTheServerAnswersByRollbackIsNoLoss() {
		// Nobody tells the caller, neither the driver nor Spring
		transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc().execute("select 1 / 0"));
		});
		assertThat(this.call.getLoss()).isNull();
		assertThat(rows()).isZero();
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			this.postgres.getServer().terminateAll();
			jdbc().execute(INSERT);
		}));
		assertLost(Phase.TRANSACTION, FailureClass.CONNECTION_LOST);
		assertThat(rows()).isZero();
	}

	@Test
	void nothingIsLeftToTheNextWhereThePoolDoesNotRollBack() {
		close();
		open((pool) -> pool.setAutoCommit(false));
		withConnection((connection) -> connection.prepareCall("select 1").close());
		assertThat(this.dataSource.getHolders()).isEmpty();
		this.call.end();
		this.call = CallRecord.begin();
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			this.postgres.getServer().terminateAll();
			jdbc().execute(INSERT);
		}));
		assertLost(Phase.TRANSACTION, FailureClass.CONNECTION_LOST);
		insertInTransaction();
		assertThat(rows()).isOne();
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
		assertLost(Phase.COMMIT, FailureClass.CONNECTION_LOST);
		assertThat(rows()).isOne();
	}

	@Test
	void driverInterfacesWork() {
		withConnection((connection) -> {
			CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
			assertThat(copy.copyIn("copy ledger from stdin", new StringReader("1\n2\n"))).isEqualTo(2);
			execute(connection, "listen news");
			execute(connection, "notify news, 'now'");
			assertThat(connection.unwrap(PGConnection.class).getNotifications(5000)).hasSize(1);
			assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
			assertThat(connection.unwrap(BaseConnection.class)).isInstanceOf(PGConnection.class);
			assertThat(connection.unwrap(Connection.class)).isNotNull();
			try (PreparedStatement statement = connection.prepareStatement("select ?::int")) {
				assertThat(statement.isWrapperFor(PGStatement.class)).isTrue();
				statement.unwrap(PGStatement.class).setPrepareThreshold(1);
				statement.setInt(1, 42);
				assertThat(statement.getMetaData().getColumnCount()).isOne();
				assertThat(statement.getParameterMetaData().getParameterCount()).isOne();
				assertThat(statement.getConnection()).isSameAs(connection);
			}
			assertThat(connection.getMetaData().getTables(null, null, "ledger", null).next()).isTrue();
		});
		assertThat(rows()).isEqualTo(2);
	}

	@Test
	void largeObjectsAndSavepointsWork() {
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
			long id = objects.createLO(LargeObjectManager.READWRITE);
			try (LargeObject object = objects.open(id, LargeObjectManager.READWRITE)) {
				object.write(new byte[] { 1, 2, 3 });
				object.seek(0);
				assertThat(object.read(3)).containsExactly(1, 2, 3);
			}
			connection.rollback();
			execute(connection, INSERT);
			Savepoint savepoint = connection.setSavepoint();
			execute(connection, "insert into ledger values (2)");
			connection.rollback(savepoint);
			Savepoint named = connection.setSavepoint("named");
			execute(connection, "insert into ledger values (3)");
			connection.releaseSavepoint(named);
			connection.commit();
			connection.setAutoCommit(true);
		});
		assertThat(this.postgres.queryForList("select id from ledger order by id")).containsExactly("1", "3");
	}

	@Test
	void deadConnectionIsFoundBeforeATransactionBegins() {
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO));
		withConnection((connection) -> {
			execute(connection, "select 1");
			this.postgres.getServer().terminateAll();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.setAutoCommit(false))
				.withMessage("The connection turned out to be dead before anything was sent on it")
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08003"));
		});
		assertLost(Phase.IDLE, FailureClass.CONNECTION_LOST);
		assertThat(this.pool.getHikariPoolMXBean().getTotalConnections()).isZero();
	}

	@Test
	void deadConnectionIsFoundBeforeAWrite() {
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO));
		withConnection((connection) -> {
			execute(connection, "select 1");
			this.postgres.getServer().terminateAll();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, INSERT))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08003"));
		});
		assertLost(Phase.IDLE, FailureClass.CONNECTION_LOST);
	}

	@Test
	void doubtedConnectionIsValidatedOnce() {
		withConnection((connection) -> {
			execute(connection, INSERT);
			long quiet = messages();
			execute(connection, INSERT);
			long without = messages() - quiet;
			this.dataSource.doubtConnections();
			quiet = messages();
			execute(connection, INSERT);
			assertThat(messages() - quiet).isGreaterThan(without);
			quiet = messages();
			execute(connection, INSERT);
			assertThat(messages() - quiet).isEqualTo(without);
		});
	}

	@Test
	void commitHasATimeLimit() {
		reopen(new TimeLimits(Duration.ZERO, Duration.ofMillis(500), Duration.ofHours(1)));
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			this.postgres.getProxy().inject(Fault.stall());
		}))
			.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("after COMMIT was sent")
				.hasMessageEndingWith("No answer came within the time of 'pgsteady.connection.commit-timeout'"));
		assertLost(Phase.COMMIT, FailureClass.CONNECTION_LOST);
	}

	@Test
	void statementHasATimeLimit() {
		reopen(new TimeLimits(Duration.ofMillis(500), Duration.ZERO, Duration.ofHours(1)));
		assertThatException().isThrownBy(() -> jdbc().execute("select pg_sleep(30)"))
			.satisfies((ex) -> assertThat(explanation(ex))
				.hasMessageEndingWith("No answer came within the time of 'pgsteady.connection.statement-timeout'"));
	}

	@Test
	void timeoutOfTheStatementItselfIsNotShortened() {
		reopen(new TimeLimits(Duration.ofMillis(500), Duration.ZERO, Duration.ofHours(1)));
		JdbcTemplate jdbc = jdbc();
		jdbc.setQueryTimeout(20);
		jdbc.execute("select pg_sleep(1.5)");
		jdbc().execute("select 1");
	}

	@Test
	void whatTheApplicationSaysOfTheSocketCounts() {
		reopen(new TimeLimits(Duration.ofMillis(500), Duration.ZERO, Duration.ofHours(1)));
		withConnection((connection) -> {
			connection.setNetworkTimeout(Runnable::run, 20_000);
			execute(connection, "select pg_sleep(1.5)");
			assertThat(connection.getNetworkTimeout()).isEqualTo(20_000);
		});
		assertThatException().isThrownBy(() -> jdbc().execute("select pg_sleep(30)"));
		reopen(new TimeLimits(Duration.ofMillis(500), Duration.ZERO, Duration.ofHours(1)));
		this.pool.addDataSourceProperty("socketTimeout", "20");
		jdbc().execute("select pg_sleep(1.5)");
	}

	@Test
	void listenAndWhateverIsUnwrappedHasNoTimeLimit() {
		reopen(new TimeLimits(Duration.ofMillis(500), Duration.ZERO, Duration.ofHours(1)));
		withConnection((connection) -> {
			execute(connection, "listen news");
			PGConnection driver = connection.unwrap(PGConnection.class);
			execute(connection, "select pg_sleep(1.5)");
			this.postgres.execute("notify news, 'late'");
			assertThat(driver.getNotifications(10_000)).hasSize(1);
		});
		assertThatException().isThrownBy(() -> jdbc().execute("select pg_sleep(30)"));
	}

	@Test
	void closedByTheApplicationIsTold() {
		JdbcTransactionManager transactions = new JdbcTransactionManager(this.pool);
		transactions.setTransactionExecutionListeners(List.of(new DiagnosingTransactionListener()));
		assertThatException().isThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			closeTooEarly();
			jdbc().execute(INSERT);
		}))
			.satisfies((ex) -> assertThat(explanation(ex))
				.hasMessageStartingWith(
						"The application itself closed the connection while its transaction was open, at ")
				.hasMessageContaining("RecordingConnectionIntegrationTests.closeTooEarly"));
		assertThat(this.call.getLoss()).isNull();
		assertThat(rows()).isZero();
	}

	private void closeTooEarly() {
		try {
			DataSourceUtils.getConnection(this.pool).close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void listenerBeginsARecordAndEndsIt() {
		this.call.end();
		TransactionTemplate transaction = transaction();
		transaction.executeWithoutResult((status) -> assertThat(CallRecord.current()).isNotNull());
		assertThat(CallRecord.current()).isNull();
		assertThatException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
			this.postgres.getServer().terminateAll();
			jdbc().execute(INSERT);
		})).satisfies((ex) -> assertThat(explanation(ex)).isNotNull());
		assertThat(CallRecord.current()).isNull();
		this.pool.close();
		assertThatException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
		}));
		assertThat(CallRecord.current()).isNull();
		this.call = CallRecord.begin();
	}

	@Test
	void nobodyHoldsAConnectionThatWasReturned() {
		withConnection((connection) -> {
			execute(connection, "select 1");
			assertThat(this.dataSource.getHolders()).containsExactly(Thread.currentThread());
		});
		assertThat(this.dataSource.getHolders()).isEmpty();
	}

	private void assertLost(Phase phase, FailureClass failureClass) {
		ConnectionLoss loss = this.call.getLoss();
		assertThat(loss).isNotNull();
		assertThat(loss.phase()).isEqualTo(phase);
		assertThat(loss.failure().failureClass()).isEqualTo(failureClass);
	}

	private static @Nullable Throwable explanation(Throwable exception) {
		for (Throwable next = exception; next != null; next = next.getCause()) {
			for (Throwable suppressed : next.getSuppressed()) {
				if (suppressed instanceof ConnectionDiagnostic) {
					return suppressed;
				}
			}
		}
		return null;
	}

	private void insertInTransaction() {
		transaction().executeWithoutResult((status) -> jdbc().execute(INSERT));
	}

	private TransactionTemplate transaction() {
		JdbcTransactionManager transactions = new JdbcTransactionManager(this.pool);
		transactions.setTransactionExecutionListeners(List.of(new DiagnosingTransactionListener()));
		return new TransactionTemplate(transactions);
	}

	private JdbcTemplate jdbc() {
		return new JdbcTemplate(this.pool);
	}

	private Integer count() {
		return jdbc().queryForObject("select count(*) from ledger", Integer.class);
	}

	private long rows() {
		return this.postgres.queryForLong("select count(*) from ledger");
	}

	private long messages() {
		return this.postgres.getProxy().getTraffic().messagesToServer();
	}

	private void withConnection(ConnectionAction action) {
		Connection connection = DataSourceUtils.getConnection(this.pool);
		try {
			action.accept(connection);
		}
		catch (SQLException | IOException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.pool);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Something that is done with a connection.
	 */
	@FunctionalInterface
	private interface ConnectionAction {

		void accept(Connection connection) throws SQLException, IOException;

	}

}
