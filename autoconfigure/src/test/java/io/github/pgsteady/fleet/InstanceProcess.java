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

package io.github.pgsteady.fleet;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An instance of {@link LoadedApplication} in a process of its own, which can be killed.
 */
final class InstanceProcess implements AutoCloseable {

	private final int number;

	private final Process process;

	private final Thread reader;

	private volatile LoadedApplication.Report last = new LoadedApplication.Report(0, 0, 0, 0, 0);

	private volatile boolean ended;

	InstanceProcess(int number, List<String> arguments) {
		this.number = number;
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx128m", "-cp", classPath(), LoadedApplication.class.getName()));
		command.add("--number=" + number);
		command.addAll(arguments);
		try {
			this.process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.reader = new Thread(this::read, "reports of an instance");
		this.reader.start();
	}

	// Surefire and failsafe may hide it in the manifest of a jar
	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
			.replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				LoadedApplication.Report report = LoadedApplication.Report.parse(line);
				if (report != null) {
					this.last = report;
				}
			}
		}
		catch (IOException ex) {
			// It was killed
		}
		this.ended = true;
	}

	/**
	 * Return what it has said last.
	 * @return the report
	 */
	LoadedApplication.Report report() {
		return this.last;
	}

	int getNumber() {
		return this.number;
	}

	boolean isServed() {
		return this.last.succeeded() > 0;
	}

	/**
	 * Let it end its calls, and wait for that.
	 * @return what it has said at its end
	 */
	LoadedApplication.Report stop() {
		try (OutputStream input = this.process.getOutputStream()) {
			input.write('\n');
		}
		catch (IOException ex) {
			// It has ended by itself
		}
		return await();
	}

	/**
	 * Kill it, as a machine does that is turned off.
	 * @return what it has said last
	 */
	LoadedApplication.Report kill() {
		this.process.destroyForcibly();
		return await();
	}

	private LoadedApplication.Report await() {
		try {
			if (!this.process.waitFor(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("An instance does not end");
			}
			this.reader.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return this.last;
	}

	@Override
	public void close() {
		if (!this.ended) {
			kill();
		}
	}

}
