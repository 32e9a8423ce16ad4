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

package io.github.pgsteady.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A meter, as docs/metrics.md describes it.
 *
 * @param id its name
 * @param kind what it is
 * @param tags its tags, besides the DataSource, and the values that they may have
 */
record DocumentedMeter(String id, String kind, Map<String, List<String>> tags) {

	static final Path PAGE = Path.of("../docs/metrics.md");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	static Map<String, DocumentedMeter> readAll() throws IOException {
		List<String[]> rows = Files.readString(PAGE, StandardCharsets.UTF_8)
			.lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.split("\\|"))
			.toList();
		return rows.stream()
			.filter((row) -> row[1].contains("`pgsteady."))
			.map((row) -> new DocumentedMeter(codes(row[1]).get(0), row[3].strip(), tags(row, rows)))
			.collect(Collectors.toMap(DocumentedMeter::id, Function.identity()));
	}

	private static Map<String, List<String>> tags(String[] meter, List<String[]> rows) {
		String id = codes(meter[1]).get(0);
		Map<String, List<String>> tags = new LinkedHashMap<>();
		codes(meter[4]).forEach((key) -> rows.stream()
			.filter((row) -> codes(row[1]).equals(List.of(key)) && codes(row[2]).contains(id))
			.forEach((row) -> tags.put(key, codes(row[3]))));
		return tags;
	}

	private static List<String> codes(String cell) {
		return CODE.matcher(cell).results().map((MatchResult match) -> match.group(1)).toList();
	}

}
