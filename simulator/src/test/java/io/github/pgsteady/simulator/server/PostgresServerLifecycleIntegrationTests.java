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

package io.github.pgsteady.simulator.server;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.pgsteady.simulator.support.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Servers that stop, crash and come back.
 */
class PostgresServerLifecycleIntegrationTests {

	private static PostgresServer server;

	@BeforeAll
	static void start() {
		server = PostgresServer.start();
		server.execute("create table item (id int)");
	}

	@AfterAll
	static void close() {
		server.close();
	}

	@Test
	void hasDefaultsOfAPlainServer() throws SQLException {
		server.reset("max_connections");
		server.restart(StopMode.FAST);
		assertThat(Client.query(server, "show max_connections")).isEqualTo("100");
		assertThat(Client.query(server, "show superuser_reserved_connections")).isEqualTo("3");
		assertThat(Client.query(server, "show synchronous_commit")).isEqualTo("on");
		assertThat(Client.query(server, "show password_encryption")).isEqualTo("scram-sha-256");
		assertThat(Client.query(server, "show log_timezone")).isEqualTo("UTC");
		assertThat(server.getVersion()).isEqualTo(18);
	}

	@Test
	void tellsItsConnectionsThatItRestartsAndKeepsDataAndSettings() throws SQLException {
		int port = server.getPort();
		server.execute("insert into item values (1)");
		server.set("max_connections", "50");
		try (Connection connection = Client.connect(server)) {
			server.restart(StopMode.FAST);
			Client.assertFails(connection, "57P01");
		}
		assertThat(server.getPort()).isEqualTo(port);
		assertThat(Client.query(server, "show log_timezone")).isEqualTo("UTC");
		assertThat(Client.query(server, "show max_connections")).isEqualTo("50");
		assertThat(server.queryForLong("postgres", "select count(*) from item where id = 1")).isEqualTo(1);
	}

	@Test
	void recoversFromAnImmediateStop() throws SQLException {
		server.execute("insert into item values (2)");
		try (Connection connection = Client.connect(server)) {
			server.restart(StopMode.IMMEDIATE);
			// What it was told is a warning, which the driver leaves
			Client.assertFails(connection, "08006");
		}
		assertThat(server.queryForLong("postgres", "select count(*) from item where id = 2")).isEqualTo(1);
	}

	@Test
	void recoversFromTheCrashOfABackend() throws SQLException {
		try (Connection crashed = Client.connect(server); Connection other = Client.connect(server)) {
			server.crashBackend(Client.pid(crashed));
			Client.assertFails(crashed, "08006");
			Client.assertFails(other, "08006");
		}
		assertThat(server.queryForLong("postgres", "select 1")).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> server.crashBackend((int) ProcessHandle.current().pid()));
	}

	@Test
	void refusesConnectionsWhileItIsStopped() {
		server.stop(StopMode.FAST);
		server.stop(StopMode.FAST);
		assertThat(server.isRunning()).isFalse();
		Client.assertRefused(server, "08001");
		assertThatIllegalStateException().isThrownBy(server::freeze);
		server.startAgain();
		server.startAgain();
		assertThat(server.isRunning()).isTrue();
	}

	@Test
	void comesBackOnAnotherPortIfSomebodyTookItsOwn() throws Exception {
		int port = server.getPort();
		server.stop(StopMode.FAST);
		try (ServerSocket squatter = new ServerSocket()) {
			squatter.setReuseAddress(true);
			squatter.bind(server.getAddress());
			server.startAgain();
			assertThat(server.getPort()).isNotEqualTo(port);
			assertThat(server.getAddress().getPort()).isEqualTo(server.getPort());
			assertThat(Client.query(server, "select inet_server_port()")).isEqualTo("" + server.getPort());
		}
	}

	@Test
	void givesBackAnOccupationOfAServerThatStopped() {
		Occupation occupation = server.occupy(2);
		server.restart(StopMode.IMMEDIATE);
		occupation.close();
	}

	@Test
	void closesTwiceWhileItIsFrozenAndLeavesNothingBehind() {
		PostgresServer closed = PostgresServer.start();
		ProcessHandle postmaster = postmaster(closed);
		Path directory = directory(closed);
		closed.freeze();
		closed.close();
		closed.close();
		assertThat(directory).doesNotExist();
		assertThat(postmaster.onExit()).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(closed.isRunning()).isFalse();
		assertThatIllegalStateException().isThrownBy(closed::startAgain).withMessage("The server is closed");
	}

	@Test
	void closesWhileItIsStopped() {
		PostgresServer closed = PostgresServer.start();
		Path directory = directory(closed);
		closed.stop(StopMode.FAST);
		closed.close();
		assertThat(directory).doesNotExist();
	}

	@Test
	void endsWithTheJvm(@TempDir Path temporary) throws Exception {
		Process child = ChildJvm.start(
				List.of("-Djava.io.tmpdir=" + temporary, "-Dot.epg.working-dir=" + BinaryArchive.workingDirectory()),
				ForgottenServers.class);
		String output = ChildJvm.output(child);
		assertThat(child.exitValue()).as(output).isZero();
		List<Long> postmasters = output.lines().filter((line) -> line.matches("\\d+")).map(Long::valueOf).toList();
		assertThat(output).contains("unrecognized configuration parameter \"work_memory\"", "Left behind: 0");
		assertThat(postmasters).hasSize(2);
		assertThat(postmasters).allSatisfy((pid) -> assertThat(ProcessHandle.of(pid).map(ProcessHandle::onExit))
			.satisfiesAnyOf((exit) -> assertThat(exit).isEmpty(),
					(exit) -> assertThat(exit.orElseThrow()).succeedsWithin(10, TimeUnit.SECONDS)));
		try (Stream<Path> files = Files.list(temporary)) {
			assertThat(files.filter((file) -> file.getFileName().toString().startsWith("pgsteady"))).isEmpty();
		}
	}

	static ProcessHandle postmaster(PostgresServer server) {
		// The first line of the file is its process ID
		return ProcessHandle
			.of(server.queryForLong("postgres", "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))
			.orElseThrow();
	}

	private static Path directory(PostgresServer server) {
		try (Connection connection = server.openAdminConnection("postgres")) {
			return Path.of(Client.query(connection, "show data_directory")).getParent();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
