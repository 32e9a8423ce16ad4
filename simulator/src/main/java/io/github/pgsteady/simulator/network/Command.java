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

package io.github.pgsteady.simulator.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program that is run to its end, for what it says.
 */
final class Command {

	private Command() {
	}

	static String run(String... command) {
		return run(List.of(command), "");
	}

	static String run(List<String> command, String input) {
		String shown = String.join(" ", command);
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			try (OutputStream stdin = process.getOutputStream()) {
				stdin.write(input.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				// It has ended before it read all, and says why
			}
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
			if (process.onExit().join().exitValue() != 0) {
				throw new IllegalStateException("'%s' failed: %s".formatted(shown, output));
			}
			return output;
		}
		catch (IOException ex) {
			throw new IllegalStateException(
					"'%s' cannot be run; on Debian it comes with the package 'iproute2' or 'util-linux'"
						.formatted(shown),
					ex);
		}
	}

}
