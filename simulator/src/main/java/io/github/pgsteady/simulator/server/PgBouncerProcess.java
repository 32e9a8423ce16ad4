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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The process of a PgBouncer, which may be started again and again.
 */
final class PgBouncerProcess {

	private static final int ATTEMPTS = 10;

	private final PgBouncerProgram program;

	private final Supplier<InetSocketAddress> server;

	private final Map<String, String> settings;

	private final Map<String, String> users;

	private final ServerHome home = ServerHome.create();

	private volatile int port = FreePort.find();

	private @Nullable Process process;

	PgBouncerProcess(PgBouncerProgram program, Supplier<InetSocketAddress> server, Map<String, String> settings,
			Map<String, String> users) {
		this.program = program;
		this.server = server;
		this.settings = settings;
		this.users = users;
	}

	int getPort() {
		return this.port;
	}

	// Somebody else may have got the port since it was found free
	void start() {
		for (int attempt = 1;; attempt++) {
			if (tryToStart()) {
				return;
			}
			boolean portTaken = this.home.lastWords().contains("Address already in use");
			if (!portTaken || attempt == ATTEMPTS) {
				throw new IllegalStateException("PgBouncer does not start: " + this.home.lastWords().trim());
			}
			this.port = FreePort.find();
		}
	}

	private boolean tryToStart() {
		try {
			Process started = new ProcessBuilder(command(writeConfiguration())).redirectErrorStream(true)
				.redirectOutput(this.home.log().toFile())
				.start();
			this.process = started;
			// Asked of its own log: who answers at the port may be somebody else
			Await.until("PgBouncer listens", () -> !started.isAlive() || isUp());
			return started.isAlive();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> command(Path configuration) {
		List<String> command = new ArrayList<>(List.of(this.program.path().toString()));
		if (runsAsRoot()) {
			// It refuses to be root
			command.addAll(List.of("-u", "nobody"));
		}
		command.add(configuration.toString());
		return command;
	}

	private static boolean runsAsRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private Path writeConfiguration() throws IOException {
		Path userList = this.home.directory().resolve("users.txt");
		replace(userList,
				this.users.entrySet()
					.stream()
					.map((user) -> "%s %s\n".formatted(quote(user.getKey()), quote(user.getValue())))
					.collect(Collectors.joining()));
		Path configuration = this.home.directory().resolve("pgbouncer.ini");
		replace(configuration, configuration(userList));
		if (runsAsRoot()) {
			giveToNobody(this.home.directory(), userList, configuration);
		}
		return configuration;
	}

	private String configuration(Path userList) {
		InetSocketAddress address = this.server.get();
		String lines = this.settings.entrySet()
			.stream()
			.map((setting) -> "%s = %s\n".formatted(setting.getKey(), setting.getValue()))
			.collect(Collectors.joining());
		return """
				[databases]
				* = host=%s port=%s
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %s
				unix_socket_dir =
				auth_type = scram-sha-256
				auth_file = %s
				""".formatted(address.getHostString(), address.getPort(), this.port, userList) + lines;
	}

	private static void replace(Path file, String content) throws IOException {
		Files.deleteIfExists(file);
		PrivateFile.write(file, content);
	}

	private static void giveToNobody(Path... files) throws IOException {
		for (Path file : files) {
			Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		}
	}

	private static String quote(String text) {
		return '"' + text.replace("\"", "\"\"") + '"';
	}

	private boolean isUp() {
		return this.home.lastWords().contains("process up");
	}

	void kill() {
		if (this.process == null) {
			return;
		}
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void deleteFiles() {
		this.home.delete();
	}

}
