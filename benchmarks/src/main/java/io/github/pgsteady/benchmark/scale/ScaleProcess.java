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

package io.github.pgsteady.benchmark.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.springframework.util.Assert;

import io.github.pgsteady.benchmark.Variant;

/**
 * A {@link ScaleWorker}, seen from outside.
 */
final class ScaleProcess implements AutoCloseable {

	private final Variant variant;

	private final Process process;

	private final BufferedReader output;

	private final PrintWriter input;

	private ScaleProcess(Variant variant, Process process) {
		this.variant = variant;
		this.process = process;
		this.output = process.inputReader(StandardCharsets.US_ASCII);
		this.input = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
	}

	static ScaleProcess start(Variant variant) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), ScaleWorker.class.getName(), variant.name())
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().remove("DATABASE_URL");
		return new ScaleProcess(variant, builder.start());
	}

	/**
	 * Put it under load.
	 * @param size of what size
	 * @param block for how long
	 * @return what a call cost
	 * @throws IOException if it has ended
	 */
	CallCost measure(Size size, Duration block) throws IOException {
		this.input.println(block + " " + size.format());
		String line = this.output.readLine();
		Assert.state(line != null, () -> this.variant + " has ended");
		String[] parts = line.split(" ");
		return new CallCost(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
	}

	@Override
	public void close() {
		this.input.close();
		// It ends with its input
		this.process.onExit().join();
	}

	/**
	 * What a call cost.
	 *
	 * @param processor the time of the processors, in nanoseconds
	 * @param perSecond the number of calls per second
	 */
	record CallCost(double processor, double perSecond) {

	}

}
