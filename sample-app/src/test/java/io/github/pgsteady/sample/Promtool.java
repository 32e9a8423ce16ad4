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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prometheus' own tool, as Debian's package {@code prometheus} has it.
 */
final class Promtool {

	private static final String REASON = "promtool is missing: install the package 'prometheus'";

	private final Path program;

	private Promtool(Path program) {
		this.program = program;
	}

	/**
	 * Find the tool. Without it the test is skipped, but fails in continuous integration.
	 * @return the tool
	 */
	static Promtool find() {
		Path program = Stream.concat(Arrays.stream(System.getenv("PATH").split(":")), Stream.of("/usr/bin"))
			.map((directory) -> Path.of(directory, "promtool"))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		if (program == null) {
			assertThat(System.getenv("CI")).as(REASON).isNull();
			Assumptions.abort(REASON);
		}
		return new Promtool(program);
	}

	/**
	 * Run it.
	 * @param input its standard input
	 * @param arguments its arguments
	 * @return what it said, and how it ended
	 * @throws IOException if it cannot be run
	 */
	Result run(Path input, String... arguments) throws IOException {
		List<String> command = Stream.concat(Stream.of(this.program.toString()), Arrays.stream(arguments)).toList();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input.toFile()).start();
		try (Stream<String> output = process.inputReader().lines()) {
			return new Result(output.toList(), process.waitFor());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	/**
	 * What it said, and how it ended.
	 *
	 * @param output the lines of its output
	 * @param status its exit status
	 */
	record Result(List<String> output, int status) {

	}

}
