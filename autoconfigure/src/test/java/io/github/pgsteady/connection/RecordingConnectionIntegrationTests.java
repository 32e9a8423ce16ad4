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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RecordingConnection} beneath a real pool: what it records, what the
 * caller is told, and what the database holds.
 */
@Tag("smoke")
class RecordingConnectionIntegrationTests extends AbstractRecordingIntegrationTests {

	@Test
	void commitThatWasExecutedBeforeTheConnectionWasLost() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatExceptionOfType(TransactionSystemException.class).isThrownBy(this::insertInTransaction)
			.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("after COMMIT was sent")
				.hasMessageContaining("Whether it was committed is unknown")
				.hasCauseInstanceOf(SQLException.class));
		assertLost(Phase.COMMIT);
		assertThat(rows()).isOne();
	}

	@Test
	void commitThatNeverReachedTheServer() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeCommit());
		assertThatExceptionOfType(TransactionSystemException.class).isThrownBy(this::insertInTransaction);
		assertLost(Phase.COMMIT);
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
		assertLost(Phase.COMMIT);
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
		assertLost(Phase.TRANSACTION);
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
		assertLost(Phase.READ_ONLY_TRANSACTION);
	}

	@Test
	void idleInTransactionTimeout() {
		this.postgres.getServer().setIdleInTransactionSessionTimeout(Duration.ofMillis(50));
		assertThatExceptionOfType(TransactionException.class).isThrownBy(() -> transaction().execute((status) -> {
			jdbc().execute(INSERT);
			this.postgres.getProxy().getLinks().awaitCount(0);
			// Settings of the server outlive the test
			this.postgres.getServer().reset("idle_in_transaction_session_timeout");
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
		assertLost(Phase.WRITE);
		assertThat(rows()).isOne();
	}

	@Test
	void autoCommitWriteThatNeverReachedTheServer() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("insert"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc().execute(INSERT))
			.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("may have committed"));
		assertLost(Phase.WRITE);
		assertThat(rows()).isZero();
	}

	@Test
	void autoCommitBatch() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("insert"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(
				() -> jdbc().batchUpdate("insert into ledger values (?)", List.<Object[]>of(new Object[] { 1 })));
		assertLost(Phase.WRITE);
	}

	@Test
	void autoCommitRead() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this::count);
		assertLost(Phase.READ);
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
	void generatedKeys() {
		withConnection((connection) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
			try (PreparedStatement statement = connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
				assertThatException().isThrownBy(statement::executeUpdate);
			}
		});
		assertLost(Phase.WRITE);
	}

	// --- What should hold whatever the settings

	@ParameterizedTest
	@ValueSource(strings = { "autosave=always", "preferQueryMode=simple", "preferQueryMode=extendedForPrepared",
			"reWriteBatchedInserts=true", "prepareThreshold=1", "defaultRowFetchSize=10", "readOnlyMode=always",
			"cleanupSavepoints=true", "escapeSyntaxCallMode=call", "binaryTransfer=false" })
	void settingsOfTheDriver(String setting) {
		reopen((pool) -> pool.addDataSourceProperty(setting.substring(0, setting.indexOf(61)),
				setting.substring(setting.indexOf(61) + 1)));
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException().isThrownBy(() -> transaction()
			.executeWithoutResult((status) -> jdbc().update("insert into ledger values (?)", 1)));
		assertLost(Phase.COMMIT);
		newCall();
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
		assertThatException().isThrownBy(() -> jdbc().batchUpdate("insert into ledger values (?)",
				List.<Object[]>of(new Object[] { 1 }, new Object[] { 2 }, new Object[] { 3 })));
		assertLost(Phase.WRITE);
		newCall();
		transaction().executeWithoutResult((status) -> jdbc().update("insert into ledger values (?)", 1));
		assertThat(this.call.hasCommitted()).isTrue();
	}

	@Test
	void poolWithoutAutoCommit() {
		reopen((pool) -> pool.setAutoCommit(false));
		jdbc().execute(INSERT);
		assertThat(this.call.hasCommitted()).isFalse();
		assertThat(rows()).isZero();
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> jdbc().execute(INSERT)));
		assertLost(Phase.COMMIT);
		TransactionTemplate readOnly = transaction();
		readOnly.setReadOnly(true);
		readOnly.setIsolationLevel(TransactionTemplate.ISOLATION_SERIALIZABLE);
		this.dataSource.doubtConnections();
		readOnly.executeWithoutResult((status) -> jdbc().queryForObject("select 1", Integer.class));
	}

	@Test
	void lazyConnection() {
		DataSource lazy = new LazyConnectionDataSourceProxy(this.pool);
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(lazy));
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException()
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> new JdbcTemplate(lazy).execute(INSERT)));
		assertLost(Phase.COMMIT);
	}

	// --- Read-only that is not

	@Test
	void readOnlyThatTheDriverIgnores() {
		reopen((pool) -> pool.addDataSourceProperty("readOnlyMode", "ignore"));
		TransactionTemplate transaction = transaction();
		transaction.setReadOnly(true);
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException().isThrownBy(() -> transaction.executeWithoutResult((status) -> jdbc().execute(INSERT)));
		assertThat(rows()).isOne();
		assertLost(Phase.COMMIT);
	}

	@Test
	void readOnlyThatIsTurnedOff() {
		TransactionTemplate transaction = transaction();
		transaction.setReadOnly(true);
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
		assertThatException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
			jdbc().execute("set transaction read write");
			jdbc().execute(INSERT);
		}));
		assertThat(rows()).isOne();
		assertLost(Phase.COMMIT);
	}

	@Test
	void firstBorrowerDoesNotInheritTheInitSql() {
		reopen((pool) -> pool.setConnectionInitSql("set statement_timeout = 0; set lock_timeout = 0"));
		withConnection((connection) -> {
			assertThat(this.dataSource.getHolders()).isEmpty();
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
			assertThatException().isThrownBy(() -> execute(connection, "select 1"));
		});
		assertLost(Phase.READ);
	}

	@Test
	void returnedConnectionIsNotInTheTransactionOfTheOneBefore() {
		reopen((pool) -> {
			pool.setAutoCommit(false);
			pool.setMaximumPoolSize(1);
		});
		withConnection((connection) -> {
			connection.unwrap(PGConnection.class);
			try (PreparedStatement statement = connection.prepareStatement("select 1")) {
				statement.getMetaData();
			}
		});
		newCall();
		withConnection((connection) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
			assertThatException().isThrownBy(() -> execute(connection, "select 1"));
		});
		assertLost(Phase.TRANSACTION);
	}

	@Test
	void laterLossDoesNotHideAnEarlierOneOfUnknownOutcome() {
		TransactionTemplate audit = transaction();
		audit.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			jdbc().execute("select 1");
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			try {
				audit.executeWithoutResult((inner) -> jdbc().execute(INSERT));
			}
			catch (RuntimeException ex) {
				// An audit must not stop the business
			}
			this.postgres.getServer().terminateAll();
			jdbc().execute("insert into ledger values (2)");
		}));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted() || this.call.getLoss().phase().isOutcomeUnknown())
			.as("committed " + this.call.hasCommitted() + ", " + this.call.getLoss())
			.isTrue();
	}

	@Test
	void unknownOutcomeAndThenAnotherFailure() {
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
		assertThatException().isThrownBy(() -> jdbc().execute(INSERT));
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
		assertThatException().isThrownBy(() -> jdbc().execute("select 1"));
		assertThat(rows()).isOne();
		assertThat(this.call.hasCommitted() || this.call.getLoss().phase().isOutcomeUnknown()).isTrue();
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
		assertLost(Phase.TRANSACTION);
		assertThat(rows()).isZero();
	}

	@Test
	void nothingIsLeftToTheNextWhereThePoolDoesNotRollBack() {
		reopen((pool) -> pool.setAutoCommit(false));
		withConnection((connection) -> connection.prepareCall("select 1").close());
		assertThat(this.dataSource.getHolders()).isEmpty();
		newCall();
		assertThatException().isThrownBy(() -> transaction().executeWithoutResult((status) -> {
			jdbc().execute(INSERT);
			this.postgres.getServer().terminateAll();
			jdbc().execute(INSERT);
		}));
		assertLost(Phase.TRANSACTION);
		insertInTransaction();
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
		assertLost(Phase.IDLE);
		assertThat(this.pool.getHikariPoolMXBean().getTotalConnections()).isZero();
	}

	@Test
	void deadConnectionIsFoundBeforeAWrite() {
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO));
		withConnection((connection) -> {
			execute(connection, "select 1");
			assertFoundDeadBeforeAWrite(connection);
		});
		assertLost(Phase.IDLE);
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
	void idleConnectionIsValidatedOnceForATransaction() {
		long unvalidated = messagesOfATransaction();
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO));
		withConnection((connection) -> {
			long quiet = messages();
			connection.isValid(5);
			long validation = messages() - quiet;
			assertThat(messagesOfATransaction()).isEqualTo(unvalidated + validation);
		});
	}

	private long messagesOfATransaction() {
		AtomicLong messages = new AtomicLong();
		withConnection((connection) -> {
			long quiet = messages();
			connection.setAutoCommit(false);
			execute(connection, INSERT);
			connection.commit();
			messages.set(messages() - quiet);
		});
		return messages.get();
	}

	@Test
	void connectionIsValidatedBeforeAWriteAfterATransactionThatSentNothing() {
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO));
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			connection.setAutoCommit(true);
			assertFoundDeadBeforeAWrite(connection);
		});
		assertLost(Phase.IDLE);
	}

	@Test
	void connectionIsValidatedBeforeTheNextTransactionAfterOneThatSentNothing() {
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO));
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			connection.commit();
			assertFoundDeadBeforeAWrite(connection);
		});
		assertLost(Phase.IDLE);
	}

	@Test
	void commitOfNothingIsNoAnswer() {
		Duration idle = Duration.ofSeconds(1);
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, idle));
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			long begun = System.nanoTime();
			await().until(() -> System.nanoTime() - begun > idle.toNanos());
			connection.commit();
			assertFoundDeadBeforeAWrite(connection);
		});
		assertLost(Phase.IDLE);
	}

	@Test
	void connectionIsValidatedBeforeAWriteAfterATransactionThatCouldNotBeSeen() {
		reopen(new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO));
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			connection.unwrap(PGConnection.class);
			connection.setAutoCommit(true);
			assertFoundDeadBeforeAWrite(connection);
		});
	}

	private void assertFoundDeadBeforeAWrite(Connection connection) {
		this.postgres.getServer().terminateAll();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, INSERT))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08003"));
	}

	@Test
	void nobodyHoldsAConnectionThatWasReturned() {
		withConnection((connection) -> {
			execute(connection, "select 1");
			assertThat(this.dataSource.getHolders()).containsExactly(Thread.currentThread());
		});
		assertThat(this.dataSource.getHolders()).isEmpty();
	}

	@Test
	void connectionOfWhichOnlyMetaDataWasReadIsReturned() {
		reopen((pool) -> {
			pool.setAutoCommit(false);
			pool.setMaximumPoolSize(1);
		});
		withConnection((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("select 1")) {
				assertThat(statement.getMetaData().getColumnCount()).isOne();
			}
		});
		assertThat(this.dataSource.getHolders()).isEmpty();
	}

	@Test
	void holdersAreOnlyThoseWhoHold() {
		reopen((pool) -> pool.setConnectionInitSql("select 1"));
		withConnection((connection) -> assertThat(this.dataSource.getHolders()).isEmpty());
		assertThat(this.dataSource.getHolders()).isEmpty();
	}

	@Test
	void listenerThatThrowsDoesNotReplaceTheException() {
		this.dataSource.addListener(new ConnectionListener() {

			@Override
			public void lost(ConnectionLoss loss) {
				throw new IllegalStateException("registry");
			}

		});
		this.postgres.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
		withConnection((connection) -> assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> execute(connection, "select 1")));
	}

	@Test
	void listenerThatThrowsDoesNotCostAConnection() {
		this.dataSource.addListener(new ConnectionListener() {

			@Override
			public void connected(Duration time, Duration waited, boolean alone) {
				throw new IllegalStateException("registry");
			}

		});
		jdbc().execute("select 1");
		assertThat(this.dataSource.getOpenConnections()).isOne();
	}

	private long messages() {
		return this.postgres.getProxy().getTraffic().messagesToServer();
	}

}
