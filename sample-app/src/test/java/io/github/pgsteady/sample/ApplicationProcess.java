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

package io.github.pgsteady.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executable jar of the application, run as its users run it.
 */
final class ApplicationProcess implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)[\\s\\S]*Started ");

	private final Process process;

	private final Path output;

	private ApplicationProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Start the application and wait until it can be used.
	 * @param databaseUrl the database to give it, if any
	 * @param aotEnabled whether to use what ahead-of-time processing made of it
	 * @param directory the directory of its output and of its temporary files
	 * @param arguments further arguments
	 * @return the application
	 * @throws IOException if it cannot be run
	 */
	static ApplicationProcess start(@Nullable String databaseUrl, boolean aotEnabled, Path directory,
			String... arguments) throws IOException {
		ApplicationProcess application = run(databaseUrl, aotEnabled, directory, arguments);
		application.awaitStart();
		return application;
	}

	/**
	 * Start the application, which is not expected to get far.
	 * @param databaseUrl the database to give it
	 * @param directory the directory of its output and of its temporary files
	 * @param arguments further arguments
	 * @return what it has said when it has ended
	 * @throws IOException if it cannot be run
	 */
	static String fail(String databaseUrl, Path directory, String... arguments) throws IOException {
		ApplicationProcess application = runToEnd(databaseUrl, directory, arguments);
		assertThat(application.getExitValue()).isNotZero();
		return application.getOutput();
	}

	/**
	 * Start the application, which is expected to end by itself.
	 * @param databaseUrl the database to give it
	 * @param directory the directory of its output and of its temporary files
	 * @param arguments further arguments
	 * @return the application that has ended
	 * @throws IOException if it cannot be run
	 */
	static ApplicationProcess runToEnd(String databaseUrl, Path directory, String... arguments) throws IOException {
		try (ApplicationProcess application = run(databaseUrl, false, directory, arguments)) {
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !application.process.isAlive());
			return application;
		}
	}

	private static ApplicationProcess run(@Nullable String databaseUrl, boolean aotEnabled, Path directory,
			String... arguments) throws IOException {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		// The binaries of PostgreSQL are shared, its data is not
		Path binaries = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
		Path output = directory.resolve("application.log");
		ProcessBuilder builder = new ProcessBuilder(java.toString(), "-Dspring.aot.enabled=" + aotEnabled,
				"-Djava.io.tmpdir=" + directory, "-Dot.epg.working-dir=" + binaries, "-jar",
				System.getProperty("application.jar"), "--server.port=0");
		builder.command().addAll(List.of(arguments));
		give(builder.environment(), databaseUrl);
		builder.redirectErrorStream(true).redirectOutput(output.toFile());
		return new ApplicationProcess(builder.start(), output);
	}

	private static void give(Map<String, String> environment, @Nullable String databaseUrl) {
		environment.remove("DATABASE_URL");
		if (databaseUrl != null) {
			environment.put("DATABASE_URL", databaseUrl);
		}
	}

	private void awaitStart() {
		try {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.failFast("The application has ended",
						() -> assertThat(this.process.isAlive()).as(getOutput()).isTrue())
				.until(() -> STARTED.matcher(getOutput()).find());
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	String getUrl() {
		Matcher matcher = STARTED.matcher(getOutput());
		assertThat(matcher.find()).isTrue();
		return "http://localhost:" + matcher.group(1);
	}

	int getExitValue() {
		return this.process.exitValue();
	}

	String getOutput() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			assertThat(this.process.waitFor(30, TimeUnit.SECONDS)).as(getOutput()).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.process.destroyForcibly();
		}
	}

}
