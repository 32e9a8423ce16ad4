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

package io.github.pgsteady.link;

import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.connection.CallRecord;
import io.github.pgsteady.connection.ConnectionDiagnostic;
import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.ConnectionObserver;
import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.connection.Phase;
import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PgBouncer;
import io.github.pgsteady.simulator.server.PoolMode;
import io.github.pgsteady.simulator.server.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of connections that go silent without a word, and of those that only look like
 * it.
 */
@SimulatedPostgres(tls = true)
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
@ExtendWith(OutputCaptureExtension.class)
class StallIntegrationTests {

	private static final String INSERT = "insert into ledger values (1)";

	private final Events events = new Events();

	private PostgresSimulation postgres;

	@BeforeEach
	void createTable(PostgresSimulation postgres) {
		this.postgres = postgres;
		postgres.execute("drop table if exists ledger");
		postgres.execute("create table ledger (id int)");
		postgres.execute("grant all on ledger to public");
	}

	// --- What is found

	@ParameterizedTest
	@EnumSource
	@Tag("smoke")
	void statementOfATransactionEndsAndItsLocksAreReleased(Direction direction) {
		run((context) -> {
			ConnectionLoss loss = lossOf(() -> inTransaction(context, (jdbc) -> {
				jdbc.execute(INSERT);
				stallExisting(direction);
				jdbc.execute(INSERT);
			}));
			assertThat(loss.phase()).isEqualTo(Phase.TRANSACTION);
			assertThat(loss.stall()).isNotNull();
			assertThat(loss.stall().cause()).isEqualTo(StallCause.IDLE);
			// Would wait for the lock of a session that nobody has told of the end
			this.postgres.execute("set lock_timeout = '20s'; truncate ledger");
			assertThat(this.events.stalls).containsExactly(StallCause.IDLE);
		});
	}

	@Test
	void writeWhoseAnswerIsLostIsKnownToBeUnknown() {
		run((context) -> {
			jdbc(context).execute("select 1");
			stallExisting(Direction.TO_CLIENT);
			assertThat(lossOf(() -> jdbc(context).execute(INSERT)).phase()).isEqualTo(Phase.WRITE);
			assertThat(rows()).isOne();
		});
	}

	@Test
	void writeThatIsLostIsNotExecutedLater() {
		run((context) -> {
			jdbc(context).execute("select 1");
			FaultInjection stall = stallExisting(Direction.TO_SERVER);
			assertThat(lossOf(() -> jdbc(context).execute(INSERT)).phase()).isEqualTo(Phase.WRITE);
			stall.close();
			await().until(() -> this.postgres.getProxy().getLinks().isEmpty());
			assertThat(rows()).isZero();
		});
	}

	@ParameterizedTest
	@EnumSource
	void commitEndsWithinSeconds(Direction direction) {
		run((context) -> {
			ConnectionLoss loss = lossOf(() -> inTransaction(context, (jdbc) -> {
				jdbc.execute(INSERT);
				stallExisting(direction);
			}));
			assertThat(loss.phase()).isEqualTo(Phase.COMMIT);
			assertThat(rows()).isEqualTo((direction == Direction.TO_CLIENT) ? 1 : 0);
		});
	}

	@Test
	void resultThatStopsHalfWayIsFound() {
		run((context) -> {
			stall(Direction.TO_CLIENT, (link) -> link.getTraffic().bytesToClient() > 1_000_000);
			ConnectionLoss loss = lossOf(() -> jdbc(context)
				.queryForList("select repeat('x', 1000) from generate_series(1, 100000)", String.class));
			assertThat(loss.stall().cause()).isEqualTo(StallCause.NOT_DELIVERED);
		});
	}

	@Test
	void parametersThatStopHalfWayAreFound() {
		run(slowToSend(), (context) -> {
			this.postgres.execute("create table if not exists document (content text)");
			this.postgres.execute("grant all on document to public");
			stall(Direction.TO_SERVER, (link) -> link.getTraffic().bytesToServer() > 1_000_000);
			ConnectionLoss loss = lossOf(
					() -> jdbc(context).update("insert into document values (?)", "x".repeat(40_000_000)));
			assertThat(loss.stall().cause()).isIn(StallCause.IDLE, StallCause.NOT_RECEIVED);
		});
	}

	@Test
	void copyThatStopsHalfWayIsFound() {
		run(slowToSend(), (context) -> {
			stall(Direction.TO_SERVER, (link) -> link.getTraffic().bytesToServer() > 1_000_000);
			try (Connection connection = dataSource(context).getConnection()) {
				assertThatException().isThrownBy(() -> connection.unwrap(PGConnection.class)
					.getCopyAPI()
					.copyIn("copy ledger from stdin", new StringReader("1\n".repeat(20_000_000))));
			}
			assertThat(this.events.stalls).containsExactly(StallCause.NOT_RECEIVED);
			assertThat(rows()).isZero();
		});
	}

	@Test
	void logInThatIsOvertakenIsGivenUp() {
		run((context) -> {
			FaultInjection stall = stallNext((link) -> link.getTraffic().bytesToServer() > 0);
			jdbc(context).execute("select 1");
			assertThat(this.events.stalls).containsExactly(StallCause.OVERTAKEN);
			stall.close();
		});
	}

	@Test
	void handshakeThatIsOvertakenIsGivenUp() {
		runSecure((context) -> {
			stallNext((link) -> link.getTraffic().bytesToClient() > 0);
			jdbc(context).execute("select 1");
			assertThat(this.events.stalls).containsExactly(StallCause.OVERTAKEN);
		});
	}

	@Test
	void secureLinkIsFound() {
		runSecure((context) -> {
			jdbc(context).execute("select 1");
			stallExisting(Direction.TO_SERVER);
			assertThat(lossOf(() -> jdbc(context).execute(INSERT)).stall()).isNotNull();
		});
	}

	@Test
	void idleLinksAreRenewedOnceOneIsFound(CapturedOutput output) {
		run((context) -> {
			fill(context, 5);
			Set<Integer> before = processes(context, 5);
			stallExisting(Direction.TO_SERVER);
			assertThatException().isThrownBy(() -> jdbc(context).execute(INSERT));
			assertThat(processes(context, 5)).doesNotContainAnyElementsOf(before);
			assertThat(output).containsOnlyOnce("The connections of 'dataSource' are renewed");
			assertThat(this.events.stalls).hasSize(1);
		});
	}

	@Test
	void othersDoNotNoticeTheStallOfOne() {
		run((context) -> {
			fill(context, 4);
			Set<Integer> before = processes(context, 4);
			try (Connection one = dataSource(context).getConnection()) {
				int process = process(one);
				stall(Direction.TO_SERVER, (link) -> link.getBackendPid() == process);
				CompletableFuture<?> stalled = CompletableFuture.runAsync(() -> execute(one, INSERT));
				List<Integer> others = new CopyOnWriteArrayList<>();
				while (!stalled.isDone()) {
					others.add(jdbc(context).queryForObject("select pg_backend_pid()", Integer.class));
				}
				assertThatException().isThrownBy(stalled::join);
				assertThat(before).containsAll(others);
				assertThat(this.events.stalls).containsExactly(StallCause.IDLE);
				assertThat(processes(context, 3)).isSubsetOf(before);
			}
		});
	}

	@Test
	void linksAreGivenUpWhenNobodyCanBeAsked() {
		run((context) -> {
			jdbc(context).execute("select 1");
			stallExisting(Direction.TO_SERVER);
			this.postgres.getProxy().inject(Fault.refuse());
			CompletableFuture<PoolState> state = CompletableFuture.supplyAsync(() -> await()
				.until(() -> context.getBean(PoolStates.class).get("dataSource").state(), PoolState.STALLED::equals));
			assertThat(lossOf(() -> jdbc(context).execute(INSERT)).stall().cause()).isEqualTo(StallCause.NOBODY_THERE);
			assertThat(state).succeedsWithin(Duration.ofSeconds(10));
		});
	}

	@Test
	void errorsOfAListenerAreNotInTheWay() {
		this.events.error = new NoSuchMethodError("of another version");
		run((context) -> {
			jdbc(context).execute("select 1");
			stallExisting(Direction.TO_SERVER);
			CompletableFuture<Void> call = CompletableFuture.runAsync(() -> jdbc(context).execute(INSERT),
					(task) -> new Thread(task).start());
			await().atMost(Duration.ofSeconds(20)).until(call::isCompletedExceptionally);
		});
	}

	@Test
	void sessionThatIsGoneIsFound() {
		run((context) -> {
			jdbc(context).execute("select 1");
			FaultInjection stall = stallExisting(Direction.TO_CLIENT);
			this.postgres.getServer().terminateAll();
			assertThat(lossOf(() -> jdbc(context).execute(INSERT)).stall().cause()).isEqualTo(StallCause.GONE);
			stall.close();
			assertThat(rows()).isZero();
		});
	}

	@Test
	void questionThatGoesSilentItselfIsAskedAnew() {
		run((context) -> {
			jdbc(context).execute("select 1");
			long next = this.postgres.getProxy().getConnections() + 1;
			this.postgres.getProxy().inject(Fault.stall().on((link) -> link.getId() <= next));
			assertThat(lossOf(() -> jdbc(context).execute(INSERT)).stall().cause()).isEqualTo(StallCause.IDLE);
			assertThat(this.postgres.getProxy().getConnections()).isGreaterThan(next);
		}, "pgsteady.providers.generic.recovery-window=20s");
	}

	@Test
	void linksToAFormerServerAreGivenUp() {
		try (PostgresServer standby = this.postgres.getServer().startStandby()) {
			run((context) -> {
				jdbc(context).execute("select 1");
				stallExisting(Direction.TO_SERVER);
				this.postgres.getProxy().switchTo(standby::getAddress);
				assertThat(lossOf(() -> jdbc(context).execute(INSERT)).stall().cause()).isEqualTo(StallCause.GONE);
				this.postgres.getProxy().switchTo(this.postgres.getServer()::getAddress);
			});
		}
	}

	@Test
	void manyCostOneQuestion() {
		run((context) -> {
			fill(context, 10);
			stallExisting(Direction.TO_SERVER);
			long before = this.postgres.getProxy().getConnections();
			List<CompletableFuture<Void>> calls = IntStream.range(0, 10)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> jdbc(context).execute(INSERT),
						(task) -> new Thread(task).start()))
				.toList();
			calls.forEach((call) -> assertThatException().isThrownBy(call::join));
			assertThat(this.events.stalls).hasSize(10);
			assertThat(this.postgres.getProxy().getConnections() - before).isLessThan(4);
		});
	}

	// A thread that is pinned to its carrier would hold up others
	@Test
	@Tag("smoke")
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsAreFreed() {
		run((context) -> {
			fill(context, 4);
			stallExisting(Direction.TO_SERVER);
			try (SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor()) {
				executor.setVirtualThreads(true);
				List<CompletableFuture<Void>> calls = IntStream.range(0, 4)
					.mapToObj((i) -> CompletableFuture.runAsync(() -> jdbc(context).execute(INSERT), executor))
					.toList();
				calls.forEach((call) -> assertThat(call).failsWithin(Duration.ofSeconds(25)));
			}
			assertThat(rows()).isZero();
		});
	}

	// --- What is left alone

	@Test
	void connectionThatWasResetAndIsClosedIsNotMissed() {
		run((context) -> {
			jdbc(context).execute("select 1");
			this.postgres.getProxy().getLinks().cut(Cut.RST);
			dataSource(context).getHikariPoolMXBean().softEvictConnections();
			await().during(Duration.ofSeconds(2))
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.events.suspected.get() == 0);
		});
	}

	@Test
	@Tag("full")
	@Timeout(900)
	void tenMinutesAreLeftAlone() throws SQLException {
		try (Connection other = this.postgres.connect()) {
			other.setAutoCommit(false);
			execute(other, "lock table ledger");
			run((context) -> {
				CompletableFuture<Void> insert = CompletableFuture.runAsync(() -> jdbc(context).execute(INSERT),
						(task) -> new Thread(task).start());
				jdbc(context).execute("select pg_sleep(600)");
				other.commit();
				assertThat(insert).succeedsWithin(Duration.ofSeconds(10));
				assertThat(this.events.stalls).isEmpty();
			}, "pgsteady.connection.statement-timeout=0");
		}
	}

	@Test
	void longStatementIsLeftAlone() {
		run((context) -> {
			jdbc(context).execute("select pg_sleep(3)");
			assertThat(this.events.working).hasValue(1);
			assertThat(this.events.suspected).hasValue(1);
			assertThat(this.events.stalls).isEmpty();
		});
	}

	// For longer than the recovery window
	@Test
	void statementOnOneOfSeveralServersIsLeftAlone() {
		try (PostgresServer standby = this.postgres.getServer().startStandby()) {
			run((context) -> {
				jdbc(context).execute("select 1");
				AtomicInteger turn = new AtomicInteger();
				this.postgres.getProxy()
					.switchTo(() -> ((turn.getAndIncrement() % 2 == 0) ? standby : this.postgres.getServer())
						.getAddress());
				jdbc(context).execute("select pg_sleep(6)");
				this.postgres.getProxy().switchTo(this.postgres.getServer()::getAddress);
				assertThat(turn.get()).isPositive();
				assertThat(this.events.stalls).isEmpty();
			});
		}
	}

	@Test
	void waitForALockIsLeftAlone() throws SQLException {
		try (Connection other = this.postgres.connect()) {
			other.setAutoCommit(false);
			execute(other, "lock table ledger");
			run((context) -> {
				CompletableFuture<Void> insert = CompletableFuture.runAsync(() -> jdbc(context).execute(INSERT));
				await().until(() -> this.events.working.get() == 1);
				await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
				other.commit();
				assertThat(insert).succeedsWithin(Duration.ofSeconds(10));
				assertThat(this.events.stalls).isEmpty();
			});
		}
	}

	@Test
	void copyFromASlowSourceIsLeftAlone() {
		run((context) -> {
			try (Connection connection = dataSource(context).getConnection()) {
				connection.unwrap(PGConnection.class)
					.getCopyAPI()
					.copyIn("copy ledger from stdin", new SlowReader(3, Duration.ofMillis(1200)));
			}
			assertThat(rows()).isEqualTo(3);
			assertThat(this.events.suspected).hasValue(0);
		});
	}

	@Test
	void listenerIsLeftAlone() {
		run((context) -> {
			try (Connection connection = dataSource(context).getConnection()) {
				execute(connection, "listen news");
				PGConnection driver = connection.unwrap(PGConnection.class);
				assertThat(driver.getNotifications(2000)).isNullOrEmpty();
				CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS)
					.execute(() -> this.postgres.execute("notify news, 'late'"));
				assertThat(driver.getNotifications(0)).hasSize(1);
			}
			assertThat(this.events.suspected).hasValue(0);
		});
	}

	@Test
	void cursorThatIsReadSlowlyIsLeftAlone() {
		run((context) -> {
			try (Connection connection = dataSource(context).getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.setFetchSize(1);
				ResultSet result = statement.executeQuery("select generate_series(1, 3)");
				int count = 0;
				while (result.next()) {
					count++;
					await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
				}
				assertThat(count).isEqualTo(3);
			}
			assertThat(this.events.suspected).hasValue(0);
		});
	}

	@Test
	void parameterFromASlowStreamIsLeftAlone() {
		run((context) -> {
			this.postgres.execute("create table if not exists upload (content bytea)");
			this.postgres.execute("grant all on upload to public");
			try (Connection connection = dataSource(context).getConnection();
					PreparedStatement statement = connection.prepareStatement("insert into upload values (?)")) {
				statement.setBinaryStream(1, new SlowStream(), 100_000);
				assertThat(statement.executeUpdate()).isOne();
			}
			assertThat(this.events.stalls).isEmpty();
		});
	}

	@Test
	void copyInSmallPiecesOverASlowLineIsLeftAlone() {
		run(this.postgres.getJdbcUrl() + "?sslmode=disable&sendBufferSize=2000000", (context) -> {
			try (Connection connection = dataSource(context).getConnection()) {
				int process = process(connection);
				this.postgres.getProxy()
					.inject(Fault.delay(Duration.ofMillis(150)).on((link) -> link.getBackendPid() == process));
				CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy ledger from stdin");
				byte[] line = "12345678\n".getBytes(StandardCharsets.US_ASCII);
				for (int i = 0; i < 300_000; i++) {
					copy.writeToCopy(line, 0, line.length);
				}
				copy.endCopy();
			}
			assertThat(this.events.stalls).isEmpty();
		});
	}

	@Test
	void statementOnOneOfSeveralStandbysIsLeftAlone() {
		try (PostgresServer one = this.postgres.getServer().startStandby();
				PostgresServer other = this.postgres.getServer().startStandby()) {
			this.postgres.getServer().awaitReplay(one);
			this.postgres.getServer().awaitReplay(other);
			AtomicInteger turn = new AtomicInteger();
			try (FaultProxy balancer = FaultProxy
				.before(() -> ((turn.getAndIncrement() % 2 != 0) ? other : one).getAddress())) {
				run("jdbc:postgresql://127.0.0.1:%s/%s".formatted(balancer.getPort(), this.postgres.getDatabase()),
						(context) -> {
							jdbc(context).execute("select pg_sleep(3)");
							assertThat(this.events.suspected).hasValue(1);
							assertThat(this.events.stalls).isEmpty();
						});
			}
		}
	}

	@Test
	void answerThatTricklesIsLeftAlone() {
		run((context) -> {
			jdbc(context).execute("select 1");
			this.postgres.getProxy().inject(Fault.delay(Duration.ofMillis(200)));
			assertThat(
					jdbc(context).queryForList("select repeat('x', 1000) from generate_series(1, 1000)", String.class))
				.hasSize(1000);
			assertThat(this.events.stalls).isEmpty();
		});
	}

	@Test
	@RequiresPgBouncer
	void standsAsideBehindAPooler(CapturedOutput output) {
		try (PgBouncer pooler = PgBouncer.before(this.postgres.getServer()::getAddress)
			.user(this.postgres.getUsername(), this.postgres.getPassword())
			.poolMode(PoolMode.TRANSACTION)
			.start()) {
			String url = "jdbc:postgresql://127.0.0.1:%s/%s?prepareThreshold=0".formatted(pooler.getPort(),
					this.postgres.getDatabase());
			run(url, (context) -> {
				jdbc(context).execute("select pg_sleep(3)");
				assertThat(output).containsOnlyOnce("The sessions of 'dataSource' cannot be seen");
				assertThat(connections(context).isWatched()).isFalse();
				assertThat(this.events.stalls).isEmpty();
			});
		}
	}

	@Test
	void standsAsideWhereTheApplicationMakesTheSockets(CapturedOutput output) {
		String url = this.postgres.getJdbcUrl() + "?socketFactory=" + OwnSocketFactory.class.getName();
		run(url, (context) -> {
			jdbc(context).execute("select pg_sleep(1)");
			assertThat(output).containsOnlyOnce("The sockets of 'dataSource' are made by a factory of your own");
			assertThat(connections(context).isWatched()).isFalse();
			assertThat(this.events.suspected).hasValue(0);
		});
	}

	@Test
	void canBeSwitchedOff() {
		PoolContexts.to(this.postgres)
			.withPropertyValues("pgsteady.stall.enabled=false", "pgsteady.connection.commit-timeout=2s")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(LinkWatches.class);
				context.publishEvent(new ContextRefreshedEvent(context));
				ConnectionLoss loss = lossOf(() -> inTransaction(context, (jdbc) -> {
					jdbc.execute(INSERT);
					stallExisting(Direction.TO_SERVER);
				}));
				assertThat(loss.stall()).isNull();
				assertThat(loss.limit()).isEqualTo("pgsteady.connection.commit-timeout");
			});
	}

	@Test
	void thresholdThatIsTooShortIsRefused() {
		PoolContexts.to(this.postgres)
			.withPropertyValues("pgsteady.stall.suspect-after=10ms")
			.run((context) -> assertThat(context.getStartupFailure()).hasRootCauseMessage(
					"Property pgsteady.stall.suspect-after with value 'PT0.01S' is invalid: It must be "
							+ "100ms or more; 'pgsteady.stall.enabled=false' switches the search off."));
	}

	// ---

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		run(this.postgres.getJdbcUrl() + "?sslmode=disable", test);
	}

	// What the kernel takes may be on its way for long
	private String slowToSend() {
		return this.postgres.getJdbcUrl() + "?sslmode=disable&sendBufferSize=65536";
	}

	private void runSecure(ContextConsumer<AssertableApplicationContext> test) {
		run(this.postgres.getJdbcUrl() + "?sslmode=require", test);
	}

	private void run(ContextConsumer<AssertableApplicationContext> test, String property) {
		run(this.postgres.getJdbcUrl() + "?sslmode=disable", test, property);
	}

	private void run(String url, ContextConsumer<AssertableApplicationContext> test, String... properties) {
		PoolContexts.to(this.postgres, url)
			.withBean(ConnectionObserver.class, () -> (name) -> this.events)
			.withPropertyValues("pgsteady.stall.suspect-after=400ms", "pgsteady.provider=generic",
					"pgsteady.providers.generic.recovery-window=2s")
			.withPropertyValues(properties)
			.run((context) -> {
				context.publishEvent(new ContextRefreshedEvent(context));
				test.accept(context);
			});
	}

	private FaultInjection stallExisting(Direction direction) {
		Set<Long> existing = this.postgres.getProxy()
			.getLinks()
			.toList()
			.stream()
			.map(io.github.pgsteady.simulator.proxy.Link::getId)
			.collect(Collectors.toSet());
		return stall(direction, (link) -> existing.contains(link.getId()));
	}

	private FaultInjection stallNext(Predicate<io.github.pgsteady.simulator.proxy.Link> from) {
		long next = this.postgres.getProxy().getConnections() + 1;
		return this.postgres.getProxy().inject(Fault.stall().on((link) -> link.getId() == next && from.test(link)));
	}

	private FaultInjection stall(Direction direction, Predicate<io.github.pgsteady.simulator.proxy.Link> which) {
		return this.postgres.getProxy().inject(Fault.stall(direction).on(which));
	}

	private static ConnectionLoss lossOf(ThrowingRunnable runnable) {
		CallRecord call = CallRecord.begin();
		try {
			assertThatException().isThrownBy(runnable::run)
				.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(ConnectionDiagnostic.class.getName()));
			assertThat(call.getLoss()).isNotNull();
			return call.getLoss();
		}
		finally {
			call.end();
		}
	}

	private void inTransaction(AssertableApplicationContext context, Consumer<JdbcTemplate> body) {
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> body.accept(jdbc(context)));
	}

	private void fill(AssertableApplicationContext context, int count) {
		assertThat(processes(context, count)).hasSize(count);
	}

	private Set<Integer> processes(AssertableApplicationContext context, int count) {
		List<Connection> connections = IntStream.range(0, count).mapToObj((i) -> borrow(context)).toList();
		Set<Integer> processes = connections.stream().map(StallIntegrationTests::process).collect(Collectors.toSet());
		connections.forEach(StallIntegrationTests::giveBack);
		return processes;
	}

	private static Connection borrow(AssertableApplicationContext context) {
		try {
			return dataSource(context).getConnection();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void giveBack(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int process(Connection connection) {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(Connection connection, String sql) {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HikariDataSource dataSource(AssertableApplicationContext context) {
		return context.getBean(HikariDataSource.class);
	}

	private static PatientDataSource connections(AssertableApplicationContext context) throws SQLException {
		return dataSource(context).unwrap(PatientDataSource.class);
	}

	private static JdbcTemplate jdbc(AssertableApplicationContext context) {
		return new JdbcTemplate(dataSource(context));
	}

	private long rows() {
		return this.postgres.queryForLong("select count(*) from ledger");
	}

	/**
	 * What was told.
	 */
	private static final class Events implements ConnectionListener {

		private volatile Error error;

		private final AtomicInteger suspected = new AtomicInteger();

		private final AtomicInteger working = new AtomicInteger();

		private final List<StallCause> stalls = new CopyOnWriteArrayList<>();

		@Override
		public void suspected() {
			this.suspected.incrementAndGet();
			if (this.error != null) {
				throw this.error;
			}
		}

		@Override
		public void foundWorking() {
			this.working.incrementAndGet();
		}

		@Override
		public void stalled(Stall stall) {
			this.stalls.add(stall.cause());
		}

	}

	/**
	 * Something that may fail.
	 */
	@FunctionalInterface
	private interface ThrowingRunnable {

		void run() throws Exception;

	}

	/**
	 * Bytes of which some take their time.
	 */
	private static final class SlowStream extends InputStream {

		private int reads;

		@Override
		public int read() {
			return 1;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			if (this.reads++ == 4) {
				await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
			}
			return Math.min(length, 8000);
		}

	}

	/**
	 * Lines that take their time.
	 */
	private static final class SlowReader extends Reader {

		private final Duration pause;

		private int left;

		SlowReader(int lines, Duration pause) {
			this.left = lines;
			this.pause = pause;
		}

		@Override
		public int read(char[] buffer, int offset, int length) {
			await().pollDelay(this.pause).until(() -> true);
			if (this.left == 0) {
				return -1;
			}
			this.left--;
			buffer[offset] = '1';
			buffer[offset + 1] = '\n';
			return 2;
		}

		@Override
		public void close() {
		}

	}

}
