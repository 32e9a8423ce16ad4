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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The installed PgBouncer.
 *
 * @param path where it is
 */
record PgBouncerProgram(Path path) {

	static final String PROPERTY = "pgsteady.simulator.pgbouncer";

	private static final Pattern VERSION = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)\\.\\d+");

	static Optional<PgBouncerProgram> find() {
		String named = System.getProperty(PROPERTY);
		Stream<Path> candidates = (named != null) ? Stream.of(Path.of(named))
				: Stream.concat(folders(), Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"))
					.map((folder) -> Path.of(folder, "pgbouncer"));
		return candidates.filter(Files::isExecutable).findFirst().map(PgBouncerProgram::new);
	}

	private static Stream<String> folders() {
		String path = System.getenv("PATH");
		return (path != null) ? Arrays.stream(path.split(File.pathSeparator)) : Stream.empty();
	}

	static PgBouncerProgram require() {
		return find().orElseThrow(() -> new IllegalStateException(
				"PgBouncer is not installed: install the package 'pgbouncer' (Debian and Ubuntu: apt-get install pgbouncer,"
						+ " macOS: brew install pgbouncer), or name the program in the system property '" + PROPERTY
						+ "'"));
	}

	// Such as 1.18.0
	String version() {
		Matcher matcher = versionMatcher();
		return matcher.group().substring("PgBouncer ".length());
	}

	boolean isAtLeast(int major, int minor) {
		Matcher matcher = versionMatcher();
		int foundMajor = Integer.parseInt(matcher.group(1));
		return foundMajor > major || (foundMajor == major && Integer.parseInt(matcher.group(2)) >= minor);
	}

	private Matcher versionMatcher() {
		String output = versionOutput();
		Matcher matcher = VERSION.matcher(output);
		if (!matcher.find()) {
			throw new IllegalStateException("%s is not a PgBouncer: it says '%s'".formatted(this.path, output.trim()));
		}
		return matcher;
	}

	private String versionOutput() {
		try {
			Process process = new ProcessBuilder(this.path.toString(), "--version").redirectErrorStream(true).start();
			try {
				return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			}
			finally {
				process.destroy();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s cannot be run".formatted(this.path), ex);
		}
	}

}
