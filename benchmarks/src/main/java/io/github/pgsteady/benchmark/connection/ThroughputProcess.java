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

package io.github.pgsteady.benchmark.connection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.simulator.provider.Postgres;

/**
 * A {@link ThroughputWorker}, seen from outside.
 */
final class ThroughputProcess implements AutoCloseable {

	private final Variant variant;

	private final Process process;

	private final BufferedReader output;

	private final PrintWriter input;

	private ThroughputProcess(Variant variant, Process process) throws IOException {
		this.variant = variant;
		this.process = process;
		this.output = process.inputReader(StandardCharsets.US_ASCII);
		this.input = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
		String line = this.output.readLine();
		Assert.state(ThroughputWorker.READY.equals(line), () -> "%s did not start: %s".formatted(variant, line));
	}

	/**
	 * Start an application. It gets to the server without the proxy.
	 * @param variant which one
	 * @param postgres its database
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	static ThroughputProcess start(Variant variant, Postgres postgres) throws IOException {
		Map<String, String> properties = Application.propertiesOf(postgres,
				Map.of("spring.datasource.url", postgres.getServer().getJdbcUrl(postgres.getDatabase())));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), ThroughputWorker.class.getName(), variant.name()));
		properties.forEach((name, value) -> command.add(name + "=" + value));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().remove("DATABASE_URL");
		return new ThroughputProcess(variant, builder.start());
	}

	/**
	 * Put it under load.
	 * @param block how long
	 * @return transactions per second
	 * @throws IOException if it has ended
	 */
	double measure(Duration block) throws IOException {
		this.input.println(block);
		String line = this.output.readLine();
		Assert.state(line != null, () -> this.variant + " has ended");
		return Double.parseDouble(line);
	}

	@Override
	public void close() {
		this.input.close();
		// It ends with its input
		this.process.onExit().join();
	}

}
