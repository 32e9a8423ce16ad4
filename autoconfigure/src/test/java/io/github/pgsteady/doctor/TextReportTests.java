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

package io.github.pgsteady.doctor;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextReport} and {@link ApplicationYaml}.
 */
class TextReportTests {

	private final Report report = new Report(null,
			List.of(result(Stage.LOGIN, Observation.passed("Logged in")),
					result(Stage.SESSIONS, Observation.failed("Not everything works").detail("word ".repeat(30))),
					result(Stage.LATENCY, Observation.noticed("Far")), result(Stage.IDLE, Observation.skipped("No"))),
			List.of(new Finding("far-database", Severity.INFO, null, "Far", "Slow", List.of("median"), "Move"),
					new Finding("read-only", Severity.WARNING, null, "Standby", "Fails", List.of("yes"), "Primary")),
			List.of(new Advised("spring.datasource.hikari.minimum-idle", 0, "measured"),
					new Advised("spring.datasource.password", "${PASSWORD}", "not\nhere: # [x]")));

	@Test
	void marksAreWordsWhereTheyCannotBeShown() {
		assertThat(write(StandardCharsets.UTF_8, false)).contains(" ✓ login ", " ✗ sessions ", " ! latency", " – idle");
		assertThat(write(StandardCharsets.US_ASCII, false)).contains(" ok login ", " x sessions ", " ! latency",
				" - idle", "-> Primary");
		assertThat(write(StandardCharsets.US_ASCII, false)).isASCII();
	}

	@Test
	void coloursAreForTerminals() {
		assertThat(write(StandardCharsets.UTF_8, false)).doesNotContain("\u001b");
		assertThat(write(StandardCharsets.UTF_8, true)).contains("\u001b[32m✓\u001b[0m", "\u001b[31mWARNING\u001b[0m");
	}

	@Test
	void linesAreNotLongerThanAScreen() {
		assertThat(write(StandardCharsets.UTF_8, false).lines()).allMatch((line) -> line.length() <= 110);
	}

	@Test
	void worstComesFirst() {
		assertThat(write(StandardCharsets.UTF_8, false)).containsSubsequence("WARNING read-only", "INFO far-database",
				"application.yml", "The database is there; 1 finding to look at.");
		assertThat(this.report.exitStatus()).isEqualTo(Report.FINDINGS);
	}

	@Test
	void adviceIsYamlWithTheFactsAsComments() {
		String text = ApplicationYaml.write(this.report.advice());
		assertThat(text).contains("minimum-idle: 0 # measured").contains("password: ${PASSWORD} # not here: # [x]");
		Map<String, Object> tree = new Yaml().load(text);
		assertThat(tree).hasToString("{spring={datasource={hikari={minimum-idle=0}, password=${PASSWORD}}}}");
	}

	@Test
	void whatAServerSaysControlsNothing() {
		assertThat(TextReport.wrap("red \u001b[31m and \u0085 all", 0)).containsExactly("red ?[31m and ? all");
		Advised advised = new Advised("server.port", 1, "named x\u2028server.port: 2\u0085server.port: 3\u001b[31m");
		String text = ApplicationYaml.write(List.of(advised));
		assertThat(text).doesNotContain("\u001b");
		Map<String, Object> tree = new Yaml().load(text);
		assertThat(tree).hasToString("{server={port=1}}");
	}

	private String write(Charset charset, boolean colour) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		TextReport text = new TextReport(new Terminal(new PrintStream(out), null, charset, colour));
		this.report.stages().forEach(text::ended);
		text.write(this.report);
		return out.toString(charset);
	}

	private static StageResult result(Stage stage, Observation observation) {
		return new StageResult(stage, Duration.ofMillis(12), observation);
	}

}
