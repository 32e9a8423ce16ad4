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

package io.github.pgsteady.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the tables in docs/providers.md say what the profiles say. With the system
 * property {@code pgsteady.docs.write} they are written anew.
 */
class ProviderDocumentationTests {

	private static final Path PAGE = Path.of("../docs/providers.md");

	@ParameterizedTest
	@FieldSource("io.github.pgsteady.provider.ProviderCatalog#BUILT_IN")
	void tableSaysWhatTheProfileSays(String name) throws IOException {
		String page = Files.readString(PAGE, StandardCharsets.UTF_8);
		String start = "<!-- profile %s -->\n".formatted(name);
		String end = "<!-- end -->";
		assertThat(page).contains(start);
		int from = page.indexOf(start) + start.length();
		int to = page.indexOf(end, from);
		String table = table(new BuiltInProfileLayer(name));
		if (System.getProperty("pgsteady.docs.write") != null) {
			Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to), StandardCharsets.UTF_8);
			return;
		}
		assertThat(page.substring(from, to)).isEqualTo(table);
	}

	private String table(BuiltInProfileLayer layer) {
		List<String> rows = new ArrayList<>();
		rows.add("| setting | where | value | why | source |");
		rows.add("|---|---|---|---|---|");
		for (Setting setting : Setting.values()) {
			addRow(rows, setting, "", layer.value(setting, null));
			for (Variant variant : Variant.values()) {
				addRow(rows, setting, variant.getId(), layer.value(setting, variant));
			}
		}
		return "\n" + String.join("\n", rows) + "\n\n";
	}

	private void addRow(List<String> rows, Setting setting, String where, ProfileValue value) {
		if (value != null) {
			rows.add("| `%s` | %s | %s | %s | %s%s |".formatted(setting.getId(), where, text(value.value()),
					value.reason(), value.source(), value.confirmed() ? "" : " **(unconfirmed)**"));
		}
	}

	private String text(Object value) {
		if (value == null) {
			return "left to the driver";
		}
		return (value instanceof Duration duration) ? duration.toSeconds() + " s" : value.toString();
	}

}
