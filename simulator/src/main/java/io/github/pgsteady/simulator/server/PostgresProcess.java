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
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * Starts and stops the server of one data directory.
 */
final class PostgresProcess {

	private static final int PORTS_TRIED = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Path programs;

	private final ServerHome home;

	private final Place place;

	private volatile int port;

	PostgresProcess(Path programs, ServerHome home, Place place) {
		this.programs = programs;
		this.home = home;
		this.place = place;
		this.port = FreePort.find();
	}

	int getPort() {
		return this.port;
	}

	String getHost() {
		return this.place.host();
	}

	// A start of the same programs in the same place, with other data
	PostgresProcess withHome(ServerHome home) {
		return new PostgresProcess(this.programs, home, this.place);
	}

	ServerHome getHome() {
		return this.home;
	}

	// On the port it had if that is free, otherwise on another one: between finding a
	// free port and using it somebody else may take it
	void start() {
		for (int attempt = 1; !startOn(this.port, attempt == PORTS_TRIED); attempt++) {
			this.port = FreePort.find();
		}
	}

	private boolean startOn(int candidate, boolean last) {
		long before = this.home.logLength();
		boolean started = pgCtl(this.place.entrance(), "-l", this.home.log().toString(), "-w", "-t",
				Long.toString(PATIENCE.toSeconds()), "-o", "-p " + candidate, "start");
		if (!started && (last || !this.home.logSince(before).contains("could not bind"))) {
			throw new IllegalStateException("PostgreSQL does not start: " + this.home.lastWords());
		}
		return started;
	}

	void stop(StopMode mode) {
		if (isRunning()
				&& !pgCtl(List.of(), "-m", mode.argument(), "-w", "-t", Long.toString(PATIENCE.toSeconds()), "stop")) {
			throw new IllegalStateException("PostgreSQL does not stop: " + this.home.lastWords());
		}
	}

	boolean isRunning() {
		return postmaster().isPresent();
	}

	Optional<ProcessHandle> postmaster() {
		Path file = this.home.data().resolve("postmaster.pid");
		try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
			return lines.findFirst()
				.map(String::trim)
				.filter((line) -> line.matches("\\d+"))
				.flatMap((line) -> ProcessHandle.of(Long.parseLong(line)))
				.filter(ProcessHandle::isAlive);
		}
		catch (IOException | UncheckedIOException ex) {
			// It has been deleted in between
			return Optional.empty();
		}
	}

	// Whatever state it is in: its data is of no use any more
	void kill() {
		if (isRunning() && !pgCtl(List.of(), "-m", "immediate", "-w", "-t", "5", "stop")) {
			postmaster().ifPresent((postmaster) -> {
				List<ProcessHandle> backends = postmaster.descendants().toList();
				postmaster.destroyForcibly();
				backends.forEach(ProcessHandle::destroyForcibly);
			});
		}
	}

	private boolean pgCtl(List<String> entrance, String... arguments) {
		List<String> command = new ArrayList<>(entrance);
		if (LinuxUtils.isUnshareAvailable()) {
			// PostgreSQL refuses to run as root
			command.addAll(List.of("unshare", "-U"));
		}
		command.add(this.programs.resolve("pg_ctl").toString());
		command.addAll(List.of("-D", this.home.data().toString()));
		command.addAll(Arrays.asList(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(Redirect.appendTo(this.home.programLog().toFile()))
				.start();
			return process.onExit().join().exitValue() == 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
