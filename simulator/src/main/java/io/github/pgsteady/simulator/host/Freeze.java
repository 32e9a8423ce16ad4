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

package io.github.pgsteady.simulator.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Processes that stand still, as in a container that its host has frozen: what they have
 * opened stays open, and nobody answers. They go on when this is closed.
 *
 * @since 0.1.0
 */
public final class Freeze implements AutoCloseable {

	// To stop takes a process microseconds; more only if it is in the middle of I/O
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Set<ProcessHandle> processes = new LinkedHashSet<>();

	private boolean closed;

	private Freeze() {
		String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		if (!system.contains("linux") && !system.contains("mac")) {
			throw new UnsupportedOperationException(
					"A process can be frozen on Linux and macOS only, with SIGSTOP; this is "
							+ System.getProperty("os.name"));
		}
	}

	/**
	 * Stop one process.
	 * @param process the process
	 * @return the freeze, with the process standing still
	 * @throws UnsupportedOperationException on systems other than Linux and macOS, which
	 * have no {@code SIGSTOP}
	 * @throws IllegalArgumentException if it is the process that this runs in, or if it
	 * has ended
	 */
	public static Freeze of(ProcessHandle process) {
		Freeze freeze = new Freeze();
		freeze.stop(List.of(checked(process)));
		return freeze;
	}

	/**
	 * Stop a process and all that it has started, and they in turn.
	 * @param process the process
	 * @return the freeze, with all of them standing still
	 * @throws UnsupportedOperationException on systems other than Linux and macOS, which
	 * have no {@code SIGSTOP}
	 * @throws IllegalArgumentException if it is the process that this runs in, or if it
	 * has ended
	 */
	public static Freeze withDescendants(ProcessHandle process) {
		Freeze freeze = new Freeze();
		// The parent first: it cannot start another one then
		freeze.stop(List.of(checked(process)));
		List<ProcessHandle> others = freeze.notYetStopped(process);
		while (!others.isEmpty()) {
			freeze.stop(others);
			others = freeze.notYetStopped(process);
		}
		return freeze;
	}

	private static ProcessHandle checked(ProcessHandle process) {
		if (process.equals(ProcessHandle.current())) {
			throw new IllegalArgumentException("A process cannot freeze itself and go on");
		}
		if (!process.isAlive()) {
			throw new IllegalArgumentException("Process %s has ended".formatted(process.pid()));
		}
		return process;
	}

	private List<ProcessHandle> notYetStopped(ProcessHandle process) {
		try (Stream<ProcessHandle> descendants = process.descendants()) {
			return descendants.filter((descendant) -> !this.processes.contains(descendant)).toList();
		}
	}

	private void stop(List<ProcessHandle> stopped) {
		this.processes.addAll(stopped);
		signal("STOP", stopped);
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!stopped.stream().allMatch(Freeze::standsStill) && System.nanoTime() < deadline) {
			LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
		}
	}

	// The signal is only the order. macOS has no /proc and is taken at its word
	private static boolean standsStill(ProcessHandle process) {
		Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
		if (!Files.exists(status)) {
			return true;
		}
		try {
			String line = Files.readString(status);
			return "TtZX".indexOf(line.charAt(line.lastIndexOf(')') + 2)) >= 0;
		}
		catch (IOException ex) {
			// It has ended in between
			return true;
		}
	}

	/**
	 * Whether the processes stand still.
	 * @return {@code false} once this is closed
	 */
	public synchronized boolean isFrozen() {
		return !this.closed;
	}

	/**
	 * Let all of them go on that have not been killed meanwhile. Closing it again does
	 * nothing.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			signal("CONT", this.processes.stream().filter(ProcessHandle::isAlive).toList());
		}
	}

	// The shell has its own kill: small images lack the program
	private static void signal(String name, List<ProcessHandle> processes) {
		if (processes.isEmpty()) {
			return;
		}
		List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -%s \"$@\"".formatted(name), "kill"));
		processes.forEach((process) -> command.add(Long.toString(process.pid())));
		try {
			// It fails for a process that has just ended, and signals the others
			new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.onExit()
				.join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
