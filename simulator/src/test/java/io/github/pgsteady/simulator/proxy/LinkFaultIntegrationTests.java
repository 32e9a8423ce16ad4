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
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.error.ServerError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of faults on links as a whole: what the caller sees, and what the server does.
 */
class LinkFaultIntegrationTests extends AbstractFaultProxyTests {

	@Test
	void finOnAnIdleConnectionIsAnEndOfTheStream() throws SQLException {
		try (Connection connection = connect()) {
			assertThat(proxy().getLinks().cut(Cut.FIN)).isOne();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 1"))
				.withCauseInstanceOf(EOFException.class)
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08006"));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 1"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08003"));
		}
		await().until(() -> sessions() == 0);
	}

	@Test
	void rstOnAnIdleConnectionIsAReset() throws SQLException {
		try (Connection connection = connect()) {
			assertThat(proxy().getLinks().cut(Cut.RST)).isOne();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 1"))
				.withCauseInstanceOf(SocketException.class)
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08006"));
		}
		await().until(() -> sessions() == 0);
	}

	@Test
	void silentCutLeavesTheSessionOnTheServer() throws SQLException {
		try (Connection connection = connect("socketTimeout=1")) {
			execute(connection, "begin");
			execute(connection, "insert into payment values (1, 1)");
			proxy().getLinks().cut(Cut.SILENT);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 1"))
				.withCauseInstanceOf(SocketTimeoutException.class)
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08006"));
		}
		assertThat(sessions()).as("nobody told the server").isOne();
		assertThat(proxy().getLinks().count()).isZero();
		proxy().close();
		await().until(() -> sessions() == 0);
		assertThat(payments()).isZero();
	}

	@Test
	void cutConcernsTheChosenLinksOnly() throws SQLException {
		try (Connection lucky = connect("ApplicationName=lucky");
				Connection unlucky = connect("ApplicationName=unlucky")) {
			assertThat(proxy().getLinks().withApplicationName("unlucky").cut(Cut.RST)).isOne();
			assertThat(queryForInt(lucky, "select 1")).isOne();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(unlucky, "select 1"));
		}
	}

	@Test
	void linkThatIsClosedCannotBeCut() throws SQLException {
		try (Connection connection = connect()) {
			Link link = proxy().getLinks().iterator().next();
			link.cut(Cut.FIN);
			assertThat(link.isOpen()).isFalse();
			assertThatIllegalStateException().isThrownBy(() -> link.cut(Cut.FIN))
				.withMessage("The link 1 cannot be cut: it is closed");
			assertThatIllegalStateException()
				.isThrownBy(() -> link.fail(ServerError.of("FATAL", "57P01", "terminating")))
				.withMessage("The link 1 cannot fail: it is closed");
			assertThat(connection.isClosed()).isFalse();
		}
	}

	@Test
	void refusalLooksAsIfNothingListened() throws SQLException {
		int port = proxy().getPort();
		try (Connection before = connect()) {
			try (FaultInjection refusal = proxy().inject(Fault.refuse())) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(this::connect)
					.withCauseInstanceOf(ConnectException.class)
					.withMessage("Connection to 127.0.0.1:" + port + " refused. Check that the hostname and port are "
							+ "correct and that the postmaster is accepting TCP/IP connections.")
					.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"));
				assertThat(queryForInt(before, "select 1")).as("links that are there stay").isOne();
				assertThat(refusal.getFired()).isZero();
			}
		}
		try (Connection after = connect()) {
			assertThat(queryForInt(after, "select 1")).isOne();
		}
		assertThat(proxy().getPort()).isEqualTo(port);
	}

	@Test
	void refusalIsInForceAtOnceAndSoIsItsEnd() throws IOException {
		for (int i = 0; i < 50; i++) {
			FaultInjection refusal = proxy().inject(Fault.refuse());
			assertThatExceptionOfType(ConnectException.class).isThrownBy(this::touch);
			refusal.close();
			touch();
		}
	}

	private void touch() throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(proxy().getAddress(), 5000);
		}
	}

	@Test
	void rejectionIsReadFromTheAnswerToTheStartup() throws SQLException {
		ServerError error = ServerError.of("ERROR", "XX000", "Couldn't connect to compute node");
		FaultInjection rejection = proxy().inject(Fault.reject(error).times(2));
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(this::connect)
				.withMessage("ERROR: Couldn't connect to compute node")
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("XX000"));
		}
		assertThat(rejection.getFired()).isEqualTo(2);
		try (Connection connection = connect()) {
			assertThat(queryForInt(connection, "select 1")).isOne();
		}
		assertThat(proxy().getConnections()).isEqualTo(3);
	}

	@Test
	void wrongPasswordIsRefusedByTheServer() {
		Properties wrong = credentials();
		wrong.setProperty("password", "wrong");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> DriverManager.getConnection(url(""), wrong))
			.withMessage("FATAL: password authentication failed for user \"" + server().getUsername() + "\"")
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28P01"));
	}

	@Test
	void errorInTheMiddleOfTheSessionIsReadAtTheNextUse() throws SQLException {
		try (Connection connection = connect()) {
			assertThat(queryForInt(connection, "select 1")).isOne();
			proxy().getLinks()
				.fail(ServerError.of("FATAL", "57P01", "terminating connection due to administrator command"));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 1"))
				.withMessage("FATAL: terminating connection due to administrator command")
				.satisfies((ex) -> {
					assertThat(ex.getSQLState()).isEqualTo("57P01");
					assertThat(ex.getNextException().getSQLState()).isEqualTo("08006");
				});
		}
		await().until(() -> sessions() == 0);
	}

	@Test
	void stallHoldsUpWhatIsOnItsWayUntilItIsLifted() throws Exception {
		try (Connection connection = connect()) {
			FaultInjection stall = proxy().inject(Fault.stall());
			CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> query(connection, "select 42"));
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS));
			stall.close();
			assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(42);
		}
	}

	@Test
	void stallTowardsTheServerKeepsTheStatementFromIt() throws SQLException {
		proxy().inject(Fault.stall(Direction.TO_SERVER).on((link) -> link.getApplicationName().equals("stalled")));
		proxy().heal();
		try (Connection connection = connect("ApplicationName=stalled&socketTimeout=1")) {
			proxy().inject(Fault.stall(Direction.TO_SERVER));
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "insert into payment values (1, 1)"))
				.withCauseInstanceOf(SocketTimeoutException.class);
			assertThat(payments()).isZero();
			assertThat(sessions()).isOne();
		}
	}

	@Test
	void stallTowardsTheClientLetsTheServerExecute() throws SQLException {
		try (Connection connection = connect("socketTimeout=1")) {
			proxy().inject(Fault.stall(Direction.TO_CLIENT));
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "insert into payment values (1, 1)"))
				.withCauseInstanceOf(SocketTimeoutException.class);
			assertThat(payments()).isOne();
		}
	}

	@Test
	void stallMakesALoginHang() {
		proxy().inject(Fault.stall());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("loginTimeout=1"))
			.withMessage("Connection attempt timed out.")
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"));
	}

	@Test
	void clientThatGivesUpDuringAStallIsNotNoticedByTheServer() throws SQLException {
		FaultInjection stall;
		try (Connection connection = connect()) {
			stall = proxy().inject(Fault.stall());
			connection.abort(Runnable::run);
		}
		assertThat(sessions()).isOne();
		stall.close();
		await().until(() -> sessions() == 0);
	}

	@Test
	void delayMakesEachWayLonger() throws SQLException {
		try (Connection connection = connect()) {
			queryForInt(connection, "select 1");
			proxy().inject(Fault.delay(Duration.ofMillis(50), Duration.ofMillis(10)));
			long start = System.nanoTime();
			queryForInt(connection, "select 1");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(100),
					Duration.ofMillis(5 * 120));
		}
	}

	@ParameterizedTest
	@EnumSource(Cut.class)
	void idleLinkIsCut(Cut cut) throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(cut).whenIdle(Duration.ofMillis(300)));
		try (Connection connection = connect("socketTimeout=1")) {
			fault.awaitFired();
			proxy().getLinks().awaitCount(0);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 1"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08006"));
		}
	}

	@Test
	void busyLinkIsNotIdle() throws SQLException {
		FaultInjection fault = proxy().inject(Fault.cut(Cut.FIN).whenIdle(Duration.ofSeconds(1)));
		try (Connection connection = connect()) {
			long start = System.nanoTime();
			while (System.nanoTime() - start < 1_500_000_000L) {
				queryForInt(connection, "select 1");
			}
			assertThat(fault.getFired()).isZero();
			fault.awaitFired();
		}
	}

	@Test
	void errorWhenIdle() throws SQLException {
		FaultInjection fault = proxy().inject(
				Fault.fail(ServerError.of("FATAL", "08P01", "client_idle_timeout")).whenIdle(Duration.ofMillis(200)));
		try (Connection connection = connect()) {
			fault.awaitFired();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 1"))
				.withMessage("FATAL: client_idle_timeout");
		}
	}

	@Test
	void errorAfterSomeBytesComesBetweenTwoMessages() throws SQLException {
		FaultInjection fault = proxy()
			.inject(Fault.fail(PostgresError.ADMIN_SHUTDOWN).afterBytes(10_000, Direction.TO_CLIENT).times(2));
		for (int i = 1; i <= 2; i++) {
			try (Connection connection = connect()) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
					execute(connection, "select repeat('x', 100000)");
					execute(connection, "select 1");
				}).withMessage("FATAL: " + PostgresError.ADMIN_SHUTDOWN.message());
			}
			assertThat(fault.getFired()).isEqualTo(i);
		}
	}

	@Test
	void filterThatThrowsEndsTheLink() throws SQLException {
		try (Connection connection = connect("socketTimeout=5")) {
			proxy().inject(Fault.cut(Cut.RST).beforeStatement("select").on((link) -> {
				throw new IllegalStateException("on purpose");
			}));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 1"))
				.withCauseInstanceOf(SocketException.class);
		}
		assertThat(proxy().getJournal().getEnds()).singleElement()
			.satisfies((end) -> assertThat(end.cause()).contains("on purpose"));
	}

	@Test
	void closingTheProxyDoesNotWaitForClients() throws IOException {
		Set<Thread> before = linkThreads();
		try (Socket finished = new Socket(); Socket silent = new Socket()) {
			finished.connect(proxy().getAddress());
			silent.connect(proxy().getAddress());
			await().until(() -> proxy().getLinks().count() == 2);
			proxy().getLinks().cut(Cut.FIN);
			proxy().close();
			// An executor has terminated a moment before its last thread has
			await().untilAsserted(() -> assertThat(linkThreads()).isSubsetOf(before));
		}
	}

	private static Set<Thread> linkThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("pgsteady-link"))
			.collect(Collectors.toSet());
	}

	@Test
	void linkIsCutInTheMiddleOfAResult() throws SQLException {
		try (Connection connection = connect()) {
			long before = proxy().getTraffic().bytesToClient();
			proxy().inject(Fault.cut(Cut.FIN).afterBytes(10_000, Direction.TO_CLIENT));
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> queryForInt(connection,
						"select count(repeat('x', 1000)) from generate_series(1, 9)"
								+ " union all select length(repeat('x', 1000)) from generate_series(1, 10000)"))
				.withCauseInstanceOf(EOFException.class);
			assertThat(proxy().getTraffic().bytesToClient()).isEqualTo(before + 10_000);
		}
	}

	@Test
	void newLinksGoToTheOtherServer() throws SQLException {
		try (FaultProxy other = FaultProxy.before(server()::getAddress); Connection before = connect()) {
			proxy().switchTo(other::getAddress);
			try (Connection after = connect()) {
				assertThat(other.getLinks().count()).isOne();
				assertThat(queryForInt(after, "select 1")).isOne();
				assertThat(queryForInt(before, "select 1")).isOne();
			}
		}
	}

	@Test
	void serverThatIsNotThereEndsTheLogin() {
		proxy().switchTo(() -> new InetSocketAddress("127.0.0.1", 1));
		assertThatExceptionOfType(SQLException.class).isThrownBy(this::connect)
			.withMessage("The connection attempt failed.")
			.withCauseInstanceOf(EOFException.class)
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"));
	}

	@Test
	void trafficIsCounted() throws SQLException {
		try (Connection connection = connect()) {
			Link link = proxy().getLinks().iterator().next();
			Traffic before = link.getTraffic();
			queryForInt(connection, "select 1");
			assertThat(connection.isValid(1)).isTrue();
			Traffic after = link.getTraffic();
			assertThat(after.queries() - before.queries()).isEqualTo(2);
			assertThat(after.messagesToServer() - before.messagesToServer()).as("P B D E S, Q").isEqualTo(6);
			assertThat(after.bytesToServer()).isGreaterThan(before.bytesToServer());
			assertThat(after.bytesToClient()).isGreaterThan(before.bytesToClient());
			assertThat(proxy().getTraffic()).isEqualTo(after);
			assertThat(link.getUser()).isEqualTo(server().getUsername());
			assertThat(link.getDatabase()).isEqualTo(database());
			assertThat(link.getBackendPid()).isEqualTo(((PGConnection) connection).getBackendPID());
		}
		proxy().getLinks().awaitCount(0);
		assertThat(proxy().getTraffic().queries()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void applicationNameFollowsTheSession() throws SQLException {
		try (Connection connection = connect("ApplicationName=first")) {
			Link link = proxy().getLinks().iterator().next();
			assertThat(link.getApplicationName()).isEqualTo("first");
			connection.setClientInfo("ApplicationName", "second");
			assertThat(link.getApplicationName()).isEqualTo("second");
		}
	}

	@Test
	void requestToCancelReachesTheServer() throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(1);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("select pg_sleep(60)"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("57014"));
			assertThat(queryForInt(connection, "select 1")).isOne();
		}
	}

	@Test
	void largeValuesPassUnchanged() throws SQLException {
		String text = "0123456789".repeat(500_000);
		try (Connection connection = connect();
				var statement = connection.prepareStatement("select md5(?) = md5(repeat('0123456789', 500000)), ?")) {
			proxy().inject(Fault.cut(Cut.RST).afterStatement("something else"));
			statement.setString(1, text);
			statement.setString(2, text);
			try (var resultSet = statement.executeQuery()) {
				resultSet.next();
				assertThat(resultSet.getBoolean(1)).isTrue();
				assertThat(resultSet.getString(2)).isEqualTo(text);
			}
		}
	}

	@Test
	void copyPasses() throws Exception {
		try (Connection connection = connect()) {
			var copy = connection.unwrap(PGConnection.class).getCopyAPI();
			String rows = IntStream.rangeClosed(1, 50_000)
				.mapToObj((id) -> id + "\t" + id + "\n")
				.collect(Collectors.joining());
			assertThat(copy.copyIn("copy payment from stdin", new StringReader(rows))).isEqualTo(50_000);
			assertThat(queryForInt(connection, "select count(*) from payment")).isEqualTo(50_000);
			assertThat(copy.copyOut("copy payment to stdout", new StringWriter())).isEqualTo(50_000);
			assertThat(queryForInt(connection, "select 1")).isOne();
		}
	}

	@Test
	void impossibleFaultsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Duration.ofMillis(-1)))
			.withMessage("The delay must not be negative, but is PT-0.001S");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Duration.ZERO, Duration.ofMillis(-1)))
			.withMessage("The jitter must not be negative, but is PT-0.001S");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.cut(Cut.RST).afterBytes(-1, Direction.TO_CLIENT))
			.withMessage("The number of bytes must not be negative, but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.cut(Cut.RST).whenIdle(Duration.ZERO))
			.withMessage("The idle time must be positive, but is PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.cut(Cut.RST).beforeStatement(""))
			.withMessage("The text of the statement must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.cut(Cut.RST).beforeCommit().times(0))
			.withMessage("A fault has to happen at least once, not 0 times");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.stall().times(1))
			.withMessage("'stall' lasts until it is lifted and cannot be counted");
		proxy().close();
		assertThatIllegalStateException().isThrownBy(() -> proxy().inject(Fault.stall()))
			.withMessage("The proxy is closed: 'stall' cannot happen any more");
		assertThatNoException().isThrownBy(() -> proxy().close());
	}

	private static int query(Connection connection, String sql) {
		try {
			return queryForInt(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
