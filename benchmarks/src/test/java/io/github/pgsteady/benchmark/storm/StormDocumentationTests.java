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

package io.github.pgsteady.benchmark.storm;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the table in docs/benchmarks.md and the chart say what was seen, which
 * docs/benchmarks/storms.csv has. With the system property {@code pgsteady.docs.write}
 * they are made anew.
 */
class StormDocumentationTests {

	private static final Path DATA = Path.of("../docs/benchmarks/storms.csv");

	private static final Path PAGE = Path.of("../docs/benchmarks.md");

	private static final Path CHART = Path.of("../docs/images/storms.svg");

	@Test
	void tableSaysWhatWasSeen() throws IOException {
		String page = Files.readString(PAGE, StandardCharsets.UTF_8);
		String start = "<!-- storms -->\n";
		String end = "<!-- end -->";
		assertThat(page).contains(start, end);
		int from = page.indexOf(start) + start.length();
		int to = page.indexOf(end, from);
		String table = "\n" + new StormTable(observations()) + "\n";
		if (isWriting()) {
			Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to), StandardCharsets.UTF_8);
			return;
		}
		assertThat(page.substring(from, to)).isEqualTo(table);
	}

	@Test
	void chartShowsWhatWasSeen() throws IOException {
		String chart = new StormChart(observations()).toString();
		if (isWriting()) {
			Files.writeString(CHART, chart, StandardCharsets.UTF_8);
			return;
		}
		assertThat(CHART).content(StandardCharsets.UTF_8).isEqualTo(chart);
	}

	@Test
	void chartIsAnImageThatHasATitleAndADescription() throws Exception {
		String chart = new StormChart(observations()).toString();
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(chart)));
		assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
		assertThat(document.getElementsByTagName("title").getLength()).isOne();
		assertThat(document.getElementsByTagName("desc").item(0).getTextContent()).contains("pgsteady", "failed");
	}

	@Test
	void whatWasSeenIsReadAsItWasWritten() throws IOException {
		assertThat(observations()).extracting(Observation::toString).containsExactlyElementsOf(lines());
	}

	private static List<Observation> observations() throws IOException {
		return lines().stream().map(Observation::parse).toList();
	}

	private static List<String> lines() throws IOException {
		List<String> lines = Files.readAllLines(DATA, StandardCharsets.UTF_8);
		assertThat(lines).startsWith(Observation.HEAD);
		return lines.subList(1, lines.size());
	}

	private static boolean isWriting() {
		return System.getProperty("pgsteady.docs.write") != null;
	}

}
