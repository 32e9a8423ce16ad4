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

package io.github.pgsteady.pool;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.server.PgBouncer;
import io.github.pgsteady.simulator.server.StopMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what becomes of the other connections when one shows that they are lost.
 */
@SimulatedPostgres
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class PoolEvictionIntegrationTests {

	@AfterEach
	void writable(PostgresSimulation postgres) {
		postgres.getServer().reset("default_transaction_read_only");
	}

	@Test
	void restartOfTheServerIsMetOnce(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			fill(context, 4);
			postgres.getServer().restart(StopMode.FAST);
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> select(context));
			for (int i = 0; i < 10; i++) {
				select(context);
			}
			assertThat(output)
				.containsOnlyOnce("The connections of 'dataSource' are renewed: a connection was lost, "
						+ "CONNECTION_LOST (57P01). 3 idle ones are closed, 1 in use when they come back")
				.doesNotContain("Failed to validate connection");
		});
	}

	@Test
	void crashOfTheServerIsMetOnce(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			fill(context, 4);
			postgres.getServer().restart(StopMode.IMMEDIATE);
			await().until(() -> canSelect(context));
			select(context);
			assertThat(output).containsOnlyOnce("are renewed");
		});
	}

	@Test
	void idleConnectionsThatWereCutAreFoundByTheFirst(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			fill(context, 4);
			postgres.getProxy().getLinks().cut(Cut.RST);
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			// As HikariCP does after half a second
			dataSource.unwrap(PatientDataSource.class).doubtConnections();
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> jdbc(context).execute("create table never (id int)"));
			select(context);
			assertThat(output).containsOnlyOnce("are renewed: a connection was lost");
		});
	}

	// HikariCP alone lets them wait until somebody else asks
	@Test
	void thoseWhoWaitGetNewConnectionsInPlaceOfEvictedOnes(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2",
					"spring.datasource.hikari.connection-timeout=60000")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				ExecutorService executor = Executors.newFixedThreadPool(5);
				List<CompletableFuture<Void>> waiting;
				try (Connection one = dataSource.getConnection(); Connection two = dataSource.getConnection()) {
					assertThat(pid(one)).isNotEqualTo(pid(two));
					waiting = IntStream.range(0, 5)
						.mapToObj((i) -> CompletableFuture.runAsync(() -> select(context), executor))
						.toList();
					await().until(() -> dataSource.getHikariPoolMXBean().getThreadsAwaitingConnection() == 5);
					dataSource.getHikariPoolMXBean().softEvictConnections();
				}
				finally {
					executor.shutdown();
				}
				assertThat(waiting).allSatisfy((future) -> assertThat(future).succeedsWithin(20, TimeUnit.SECONDS));
			});
	}

	@Test
	void whoHelpsThoseWhoWaitDoesNotWaitHimself(PostgresSimulation postgres) {
		PoolContexts.to(postgres).withPropertyValues("spring.datasource.hikari.maximum-pool-size=1").run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			ExecutorService executor = Executors.newFixedThreadPool(3);
			CountDownLatch end = new CountDownLatch(1);
			List<Future<Void>> users = new ArrayList<>();
			try {
				try (Connection connection = dataSource.getConnection()) {
					assertThat(connection).isNotNull();
					IntStream.range(0, 3).forEach((i) -> users.add(executor.submit(() -> hold(dataSource, end))));
					await().until(() -> dataSource.getHikariPoolMXBean().getThreadsAwaitingConnection() == 3);
					dataSource.getHikariPoolMXBean().softEvictConnections();
				}
				await().until(() -> dataSource.getHikariPoolMXBean().getActiveConnections() == 1);
				await().until(() -> dataSource.getHikariPoolMXBean().getThreadsAwaitingConnection() == 2);
			}
			finally {
				end.countDown();
				executor.shutdown();
			}
			assertThat(users).allSatisfy((user) -> assertThat(user).succeedsWithin(20, TimeUnit.SECONDS));
		});
	}

	private static Void hold(DataSource dataSource, CountDownLatch end) throws Exception {
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection).isNotNull();
			end.await();
		}
		return null;
	}

	@Test
	void connectionInUseIsClosedWhenItComesBack(PostgresSimulation postgres) {
		PoolContexts.to(postgres).run((context) -> {
			HikariPoolMXBean pool = fill(context, 3);
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			try (Connection inUse = dataSource.getConnection(); Connection killed = dataSource.getConnection()) {
				int pid = pid(killed);
				postgres.execute("select pg_terminate_backend(" + pid + ")");
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> pid(killed));
				assertThat(pid(inUse)).isNotEqualTo(pid);
			}
			await().until(() -> pool.getTotalConnections() == 0);
		});
	}

	@Test
	void connectionInCreationIsMadeAnew(PostgresSimulation postgres) {
		PoolContexts.to(postgres).run((context) -> {
			fill(context, 1);
			PatientDataSource connections = context.getBean(HikariDataSource.class).unwrap(PatientDataSource.class);
			long before = postgres.getProxy().getConnections();
			FaultInjection stall = postgres.getProxy().inject(Fault.stall());
			CompletableFuture<Boolean> connected = CompletableFuture.supplyAsync(() -> connect(connections, postgres));
			await().until(() -> postgres.getProxy().getConnections() == before + 1);
			connections.doubtConnections();
			stall.close();
			assertThat(connected.get(30, TimeUnit.SECONDS)).isTrue();
			assertThat(postgres.getProxy().getConnections()).isEqualTo(before + 2);
		});
	}

	private static boolean connect(PatientDataSource connections, PostgresSimulation postgres) {
		try (Connection connection = connections.getConnection(postgres.getUsername(), postgres.getPassword())) {
			return connection.isValid(10);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void shutdownThatACalledFunctionMeets(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			fill(context, 4);
			try (Connection connection = context.getBean(HikariDataSource.class).getConnection();
					CallableStatement statement = connection.prepareCall("{call pg_backend_pid()}")) {
				postgres.getServer().restart(StopMode.FAST);
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::execute);
			}
			assertThat(output).containsOnlyOnce("are renewed: a connection was lost");
		});
	}

	@Test
	void killsOneByOneDoNotCostTheWholePoolEachTime(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			int kills = 30;
			for (int i = 0; i < kills; i++) {
				fill(context, 3);
				try (Connection connection = context.getBean(HikariDataSource.class).getConnection()) {
					postgres.execute("select pg_terminate_backend(" + pid(connection) + ")");
					assertThatExceptionOfType(SQLException.class).isThrownBy(() -> pid(connection));
				}
			}
			assertThat(output.toString().split("are renewed", -1).length - 1).isBetween(1, kills / 2);
		});
	}

	@Test
	void lostConnectionIsEvictedWhateverThePoolerCallsIt(PostgresSimulation postgres) {
		PoolContexts.to(postgres).run((context) -> {
			HikariPoolMXBean pool = fill(context, 1);
			postgres.getProxy().inject(Fault.fail(SupavisorError.DB_HANDLER_EXITED).beforeStatement("select 1"));
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> select(context));
			await().until(() -> pool.getTotalConnections() == 0);
			select(context);
		});
	}

	@Test
	void connectionThatIsLostByARuleOfTheApplicationIsEvicted(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("pgsteady.failure.rules.ours.sql-state=22012",
					"pgsteady.failure.rules.ours.failure-class=connection-lost")
			.run((context) -> {
				HikariPoolMXBean pool = fill(context, 2);
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> jdbc(context).execute("select 1 / 0"));
				await().until(() -> pool.getTotalConnections() == 1);
			});
	}

	@Test
	void failedStatementInATransactionKeepsItsException(PostgresSimulation postgres) {
		PoolContexts.to(postgres).run((context) -> {
			HikariPoolMXBean pool = fill(context, 1);
			assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> transaction(context)
				.execute((status) -> jdbc(context).queryForObject("select 1 / 0", Integer.class)));
			assertThat(pool.getTotalConnections()).isOne();
		});
	}

	@Test
	void databaseThatBecameReadOnlyIsLeftForNewConnections(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			HikariPoolMXBean pool = fill(context, 3);
			postgres.getServer().set("default_transaction_read_only", "on");
			await().untilAsserted(() -> assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> transaction(context).execute((status) -> {
					jdbc(context).execute("create table never (id int)");
					status.setRollbackOnly();
					return null;
				}))
				.withStackTraceContaining("read-only transaction"));
			await().until(() -> pool.getTotalConnections() == 0);
			assertThat(output).containsOnlyOnce("are renewed: the database can only be read, READ_ONLY (25006)");
		});
	}

	@Test
	void transactionThatIsReadOnlyByItselfIsNoReason(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			HikariPoolMXBean pool = fill(context, 3);
			TransactionTemplate transaction = transaction(context);
			transaction.setReadOnly(true);
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> transaction
				.executeWithoutResult((status) -> jdbc(context).execute("create table never (id int)")));
			assertThat(pool.getTotalConnections()).isEqualTo(3);
			assertThat(output).doesNotContain("are renewed");
		});
	}

	@Test
	@RequiresPgBouncer
	void preparedStatementsAreGivenUpWhereAPoolerLosesThem(PostgresSimulation postgres, CapturedOutput output) {
		try (PgBouncer pgBouncer = PgBouncer.before(postgres.getServer()::getAddress)
			.user(postgres.getUsername(), postgres.getPassword())
			.poolSize(1)
			.start()) {
			PoolContexts
				.to(postgres, "jdbc:postgresql://127.0.0.1:" + pgBouncer.getPort() + "/" + postgres.getDatabase())
				.run((context) -> {
					HikariDataSource dataSource = context.getBean(HikariDataSource.class);
					assertThatExceptionOfType(SQLException.class).isThrownBy(() -> repeatOnTwo(dataSource));
					repeatOnTwo(dataSource);
					assertThat(output)
						.containsOnlyOnce(
								"A pooler before the database of 'dataSource' shares sessions, and does not keep "
										+ "prepared statements (POOLER_STATE (")
						.containsOnlyOnce("are renewed: prepared statements are lost");
				});
		}
	}

	@Test
	void unknownStatementOfTheApplicationIsNoReason(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			HikariPoolMXBean pool = fill(context, 2);
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> jdbc(context).execute("deallocate nothing"));
			assertThat(pool.getTotalConnections()).isEqualTo(2);
			assertThat(output).doesNotContain("A pooler before the database").doesNotContain("are renewed");
		});
	}

	@Test
	void overrideOfTheApplicationComesFirst(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.exception-override-class-name=" + Own.class.getName())
			.run((context) -> {
				HikariPoolMXBean pool = fill(context, 2);
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> jdbc(context).execute("select 1 / 0"));
				await().until(() -> pool.getTotalConnections() == 1);
				postgres.getProxy().getLinks().cut(Cut.RST);
				assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> select(context));
				await().until(() -> pool.getTotalConnections() == 0);
			});
	}

	private static HikariPoolMXBean fill(ApplicationContext context, int connections) throws SQLException {
		HikariDataSource dataSource = context.getBean(HikariDataSource.class);
		List<Connection> borrowed = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			borrowed.add(dataSource.getConnection());
		}
		for (Connection connection : borrowed) {
			connection.close();
		}
		return dataSource.getHikariPoolMXBean();
	}

	private static int pid(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				var result = statement.executeQuery("select pg_backend_pid()")) {
			assertThat(result.next()).isTrue();
			return result.getInt(1);
		}
	}

	private static void repeatOnTwo(HikariDataSource dataSource) throws SQLException {
		try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
			for (int i = 0; i < 20; i++) {
				try (var statement = ((i % 2 == 0) ? first : second)
					.prepareStatement("select count(*) from pg_class where relname = ?")) {
					statement.setString(1, "pg_class");
					statement.executeQuery();
				}
			}
		}
	}

	private static boolean canSelect(ApplicationContext context) {
		try {
			select(context);
			return true;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	private static void select(ApplicationContext context) {
		jdbc(context).execute("select 1");
	}

	private static JdbcTemplate jdbc(ApplicationContext context) {
		return new JdbcTemplate(context.getBean(HikariDataSource.class));
	}

	private static TransactionTemplate transaction(ApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	/**
	 * Evicts whoever divides by zero.
	 */
	public static class Own implements SQLExceptionOverride {

		@java.lang.Override
		public Override adjudicate(SQLException exception) {
			return "22012".equals(exception.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
		}

	}

}
