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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that docs/metrics.md says what there is. With the system property
 * {@code pgsteady.docs.write} its tables are written anew.
 */
class MetricsDocumentationTests {

	@Test
	void tableOfMetersIsComplete() throws IOException {
		check("meters",
				Stream.concat(
						Stream.of("| meter | in Prometheus | kind | tags | what it measures |",
								"|---|---|---|---|---|"),
						Arrays.stream(DatabaseMeter.values()).map(MetricsDocumentationTests::row)));
	}

	@Test
	void tableOfTagsIsComplete() throws IOException {
		Map<String, List<DatabaseMeter>> meters = new LinkedHashMap<>();
		for (DatabaseMeter meter : DatabaseMeter.values()) {
			meter.getTags()
				.forEach(
						(tag) -> meters
							.computeIfAbsent("| `%s` | %s | %s |".formatted(tag.key(), "%s",
									code(new TreeSet<>(tag.values()).stream())), (row) -> new ArrayList<>())
							.add(meter));
		}
		check("tags", Stream.concat(Stream.of("| tag | of | values |", "|---|---|---|"), meters.entrySet()
			.stream()
			.map((entry) -> entry.getKey().formatted(code(entry.getValue().stream().map(DatabaseMeter::getId))))));
	}

	@Test
	void pageIsWhatItIsTakenFor() throws IOException {
		Map<String, DocumentedMeter> documented = DocumentedMeter.readAll();
		assertThat(documented).hasSameSizeAs(DatabaseMeter.values());
		assertThat(documented.get("pgsteady.pool.evictions").tags()).containsOnlyKeys("reason");
		assertThat(documented.get("pgsteady.pool.evictions").tags().get("reason")).contains("lost", "standstill");
	}

	private static String row(DatabaseMeter meter) {
		return "| `%s` | `%s` | %s | %s | %s |".formatted(meter.getId(), prometheusName(meter), kind(meter.getType()),
				code(meter.getTags().stream().map(BoundedTag::key)), meter.getDescription());
	}

	private static String prometheusName(DatabaseMeter meter) {
		String name = meter.getId().replace('.', '_') + ((meter.getUnit() != null) ? "_" + meter.getUnit() : "");
		return switch (meter.getType()) {
			case COUNTER -> name + "_total";
			case TIMER -> name + "_seconds";
			default -> name;
		};
	}

	private static String kind(Meter.Type type) {
		return (type != Meter.Type.DISTRIBUTION_SUMMARY) ? type.name().toLowerCase(Locale.ROOT) : "summary";
	}

	private static String code(Stream<String> texts) {
		return texts.map((text) -> "`" + text + "`").collect(Collectors.joining(", "));
	}

	private static void check(String name, Stream<String> rows) throws IOException {
		String page = Files.readString(DocumentedMeter.PAGE, StandardCharsets.UTF_8);
		String start = "<!-- %s -->\n".formatted(name);
		assertThat(page).contains(start);
		int from = page.indexOf(start) + start.length();
		int to = page.indexOf("<!-- end -->", from);
		String table = rows.collect(Collectors.joining("\n", "\n", "\n\n"));
		if (System.getProperty("pgsteady.docs.write") != null) {
			Files.writeString(DocumentedMeter.PAGE, page.substring(0, from) + table + page.substring(to),
					StandardCharsets.UTF_8);
			return;
		}
		assertThat(page.substring(from, to)).isEqualTo(table);
	}

}
