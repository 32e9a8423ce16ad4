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

package io.github.pgsteady.simulator.network;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jdk.net.ExtendedSocketOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.pgsteady.simulator.junit.RequiresNetworkNamespaces;
import io.github.pgsteady.simulator.server.PostgresServer;
import io.github.pgsteady.simulator.server.StopMode;
import io.github.pgsteady.simulator.support.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LossyNetwork}, with plain pgjdbc.
 */
@RequiresNetworkNamespaces
class LossyNetworkIntegrationTests {

	private static final long PID = ProcessHandle.current().pid();

	// For connections that are to work: the test shall not hang if they do not
	private static final String PATIENT = "connectTimeout=10&socketTimeout=10";

	// The common pool may have one thread only, and those here are blocked
	private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();

	private static LossyNetwork network;

	@BeforeAll
	static void start() {
		network = LossyNetwork.start();
	}

	@AfterEach
	void restore() {
		network.restore();
		// The clients do not hear of each ICMP message: the kernel sends few
		assertThat(icmpMessagesOfTheRouter()).isEqualTo("0");
	}

	@AfterAll
	static void close() {
		network.close();
		EXECUTOR.shutdown();
	}

	@Test
	void leadsToTheServerFromElsewhere() throws SQLException {
		try (Connection connection = network.connect()) {
			assertThat(ask(connection, "select host(inet_client_addr())")).startsWith("198.")
				.isNotEqualTo(network.getHost());
			assertThat(ask(connection, "select host(inet_server_addr())")).isEqualTo(network.getHost());
			assertThat(ask(connection, "select current_user || '@' || current_database()"))
				.isEqualTo(network.getUsername() + "@" + network.getDatabase());
		}
		assertThat(network.queryForLong("select 1")).isOne();
	}

	@Test
	void statementOfASilentConnectionArrivesWhenPacketsFlowAgain() throws SQLException {
		network.execute("create table item (id int)");
		network.execute("alter table item owner to " + network.getUsername());
		try (Connection silent = network.connect()) {
			network.dropExisting();
			CompletableFuture<String> answer = askLater(silent, "insert into item values (1) returning id");
			try (Connection other = connect(PATIENT)) {
				assertThat(ask(other, "select 1")).isEqualTo("1");
			}
			assertThat(answer).failsWithin(500, TimeUnit.MILLISECONDS);
			assertThat(answer).isNotDone();
			assertThat(network.queryForLong("select count(*) from item")).isZero();
			network.restore();
			assertThat(answer).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("1");
			assertThat(network.queryForLong("select count(*) from item")).isOne();
		}
	}

	@Test
	void answerOfTheServerArrivesWhenPacketsFlowAgain() throws SQLException {
		try (Connection silent = network.connect()) {
			int pid = Integer.parseInt(ask(silent, "select pg_backend_pid()"));
			CompletableFuture<String> answer = askLater(silent, "select 'late' from pg_sleep(5)");
			awaitState(network, pid, "active");
			network.dropExisting();
			awaitState(network, pid, "idle");
			assertThat(answer).failsWithin(500, TimeUnit.MILLISECONDS);
			assertThat(answer).isNotDone();
			network.restore();
			assertThat(answer).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("late");
		}
	}

	@Test
	void oneConnectionGoesSilentAlone() throws SQLException {
		try (Connection silent = network.connect(); Connection other = connect(PATIENT)) {
			int port = Integer.parseInt(ask(silent, "select inet_client_port()"));
			network.drop(port);
			network.drop(port);
			CompletableFuture<String> answer = askLater(silent, "select 1");
			assertThat(ask(other, "select 2")).isEqualTo("2");
			try (Connection another = connect(PATIENT)) {
				assertThat(ask(another, "select 3")).isEqualTo("3");
			}
			assertThat(answer).failsWithin(500, TimeUnit.MILLISECONDS);
			assertThat(answer).isNotDone();
			network.restore();
			assertThat(answer).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("1");
		}
	}

	@Test
	void newConnectionIsNeitherMadeNorRefusedWhileEverythingIsDropped() {
		network.dropEverything();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("connectTimeout=1").close())
			.withCauseInstanceOf(SocketTimeoutException.class)
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"));
		assertThat(network.queryForLong("select 1")).isOne();
	}

	// With the proxy, the kernel of this machine would answer
	@Test
	void keepAliveFindsNobody() throws IOException {
		try (Socket socket = new Socket(network.getHost(), network.getPort())) {
			socket.setKeepAlive(true);
			socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 1);
			socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
			socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 1);
			CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> read(socket), EXECUTOR);
			network.dropExisting();
			assertThat(end).failsWithin(10, TimeUnit.SECONDS)
				.withThrowableThat()
				.withRootCauseInstanceOf(IOException.class)
				.withMessageContaining("timed out");
		}
	}

	@Test
	void serverRestartsAndHasAStandbyWhereItIs() throws SQLException {
		network.getServer().restart(StopMode.FAST);
		try (Connection connection = network.connect()) {
			assertThat(ask(connection, "select 1")).isEqualTo("1");
		}
		try (PostgresServer standby = network.getServer().startStandby()) {
			network.getServer().awaitReplay(standby);
			assertThat(standby.getAddress().getAddress()).isEqualTo(network.getServer().getAddress().getAddress());
		}
	}

	@Test
	void closeTellsConnectionsAndLeavesNothingBehind() throws SQLException {
		List<String> before = Remains.of(PID);
		LossyNetwork closed = LossyNetwork.start();
		assertThat(Remains.of(PID)).hasSize(before.size() + 3);
		try (Connection silent = closed.connect()) {
			int pid = Integer.parseInt(ask(silent, "select pg_backend_pid()"));
			// Not sent while packets are dropped: it could be answered after all, between
			// the end of the drops and that of the server
			CompletableFuture<String> answer = askLater(silent, "select 'late' from pg_sleep(600)");
			awaitState(closed, pid, "active");
			closed.dropEverything();
			closed.close();
			assertThat(answer).failsWithin(10, TimeUnit.SECONDS)
				.withThrowableThat()
				.withCauseInstanceOf(IllegalStateException.class);
		}
		closed.close();
		assertThat(Remains.of(PID)).isEqualTo(before);
		assertThat(closed.getServer().isRunning()).isFalse();
	}

	@Test
	void failedStartLeavesNothingBehind() {
		List<String> before = Remains.of(PID);
		PostgresServer.Builder server = PostgresServer.builder().setting("work_memory", "5MB");
		assertThatIllegalStateException().isThrownBy(() -> LossyNetwork.start(server))
			.withMessageContaining("work_memory");
		assertThat(Remains.of(PID)).isEqualTo(before);
	}

	@Test
	void endsWithTheJvm() throws IOException {
		Process child = ChildJvm.start(List.of(), ForgottenNetwork.class);
		String output = ChildJvm.output(child);
		assertThat(child.exitValue()).as(output).isZero();
		assertThat(output).contains("There are: 3");
		assertThat(Remains.of(child.pid())).isEmpty();
	}

	@Test
	void saysWhyThereCanBeNone() throws IOException {
		assertThat(LossyNetwork.findObstacle()).isEmpty();
		// With a user namespace of its own, it has no rights in the network of this one
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		assertThat(Command.run("unshare", "-U", java, "-cp", System.getProperty("java.class.path"),
				ObstacleReport.class.getName()))
			.contains("Operation not permitted");
	}

	private static String icmpMessagesOfTheRouter() {
		String router = Remains.of(PID).stream().filter((name) -> name.contains("router")).findFirst().orElseThrow();
		return Command.run("nsenter", "--net=/run/netns/" + router, "nstat", "-asz", "IcmpOutMsgs").split("\\s+")[2];
	}

	private static Connection connect(String parameters) throws SQLException {
		return DriverManager.getConnection(network.getJdbcUrl() + "?" + parameters, network.getUsername(),
				network.getPassword());
	}

	private static CompletableFuture<String> askLater(Connection connection, String sql) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return ask(connection, sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}, EXECUTOR);
	}

	private static String ask(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery(sql)) {
			results.next();
			return results.getString(1);
		}
	}

	private static void awaitState(LossyNetwork network, int pid, String state) {
		String query = "select state from pg_stat_activity where pid = " + pid;
		Awaitility.await().until(() -> network.queryForList(query), List.of(state)::equals);
	}

	private static int read(Socket socket) {
		try {
			return socket.getInputStream().read();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
