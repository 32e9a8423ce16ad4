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

package io.github.pgsteady.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that docs/findings.md names each finding that there is, and none else.
 */
class FindingsDocumentationTests {

	private static final Path PAGE = Path.of("../docs/findings.md");

	private static final Path SOURCES = Path.of("src/main/java/io/github/pgsteady");

	private static final Pattern FOUND = Pattern.compile("(?:new Finding\\(|ID = )\\s*\"([a-z-]+)\"");

	private static final Pattern DOCUMENTED = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE);

	@Test
	void pageNamesEachFinding() throws IOException {
		Set<String> found = new TreeSet<>();
		try (Stream<Path> sources = Stream.concat(Files.list(SOURCES.resolve("diagnosis")),
				Files.list(SOURCES.resolve("doctor")))) {
			sources.map(FindingsDocumentationTests::read)
				.map(FOUND::matcher)
				.flatMap(Matcher::results)
				.forEach((match) -> found.add(match.group(1)));
		}
		Set<String> documented = new TreeSet<>();
		DOCUMENTED.matcher(read(PAGE)).results().forEach((match) -> documented.add(match.group(1)));
		assertThat(found).isNotEmpty().isEqualTo(documented);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
