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

package io.github.pgsteady.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A real PgBouncer in transaction mode before {@link Database}, on a free port. Where the
 * program is not installed, the test is skipped, except in continuous integration.
 */
public final class PgBouncer implements AutoCloseable {

	private final Process process;

	private final int port;

	private PgBouncer(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start PgBouncer.
	 * @param poolSize the number of sessions that it has on the server
	 * @return the running program
	 * @throws IOException if it cannot be started
	 */
	public static PgBouncer start(int poolSize) throws IOException {
		Path program = Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer")
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		if (System.getenv("CI") != null) {
			assertThat(program).as("PgBouncer has to be installed").isNotNull();
		}
		assumeThat(program).as("PgBouncer is not installed").isNotNull();
		Path directory = Files.createTempDirectory("pgbouncer",
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		int port = freePort();
		Path configuration = directory.resolve("pgbouncer.ini");
		Files.writeString(configuration, """
				[databases]
				* = host=127.0.0.1 port=%d
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %d
				unix_socket_dir =
				auth_type = any
				pool_mode = transaction
				default_pool_size = %d
				ignore_startup_parameters = extra_float_digits
				""".formatted(Database.port(), port, poolSize).replace("* = ", "postgres = user=postgres "));
		PgBouncer pgBouncer = new PgBouncer(launch(program, configuration), port);
		pgBouncer.awaitPort();
		return pgBouncer;
	}

	private static Process launch(Path program, Path configuration) throws IOException {
		List<String> command = new ArrayList<>(List.of(program.toString(), configuration.toString()));
		if ("root".equals(System.getProperty("user.name"))) {
			// It refuses to run as root
			command.addAll(1, List.of("-u", "nobody"));
		}
		Path log = configuration.resolveSibling("pgbouncer.log");
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private void awaitPort() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress("127.0.0.1", this.port));
				return true;
			}
		});
	}

	public int getPort() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
