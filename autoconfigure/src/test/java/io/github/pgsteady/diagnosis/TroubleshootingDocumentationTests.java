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

import java.io.File;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.failure.FailureClassifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that docs/troubleshooting.md says what the code does.
 */
class TroubleshootingDocumentationTests {

	private static final Path PAGE = Path.of("../docs/troubleshooting.md");

	private static final Pattern FAILURE = Pattern
		.compile("\\| (`+)(.+?)\\1 ([0-9A-Z]{5}|–) \\| `([A-Z_]+)`: .+ \\| .+ \\| .+ \\|");

	private static final Pattern PROPERTY = Pattern.compile("pgsteady\\.[a-z][a-z.-]*[a-z]");

	static Stream<Row> failures() throws IOException {
		List<Row> rows = new ArrayList<>();
		String section = "";
		for (String line : Files.readAllLines(PAGE, StandardCharsets.UTF_8)) {
			section = line.startsWith("## ") ? line : section;
			Matcher failure = FAILURE.matcher(line);
			if (failure.matches()) {
				rows.add(new Row(failure.group(2), failure.group(3), FailureClass.valueOf(failure.group(4)),
						section.equals("## No connection")));
			}
		}
		return rows.stream();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureIsOfTheClassThatThePageSays(Row row) {
		FailureClassifier classifier = FailureClassifier.ofBuiltInRules();
		SQLException exception = row.exception();
		// What HikariCP says holds for whoever borrows
		assertThat((row.connecting() && row.hasSqlState()) ? classifier.classifyConnect(exception)
				: classifier.classify(exception))
			.satisfies((failure) -> assertThat(failure.failureClass()).isEqualTo(row.failureClass()));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whatStopsAStartHasAnAnalysis(Row row) {
		FailureAnalysis analysis = new ConnectFailureAnalyzer(new DefaultListableBeanFactory(), new MockEnvironment())
			.analyze(new IllegalStateException("Failed to initialize pool", ofLogIn(row.exception())));
		// A certificate is told from a loss by whoever knows that it was connecting
		boolean connecting = row.connecting() && row.failureClass() != FailureClass.SATURATED
				&& !row.text().contains("CertificateException");
		assertThat(analysis != null).isEqualTo(connecting);
		if (analysis != null) {
			assertThat(analysis.getDescription()).contains(row.failureClass().name());
			assertThat(analysis.getAction()).isNotBlank();
		}
	}

	private static PSQLException ofLogIn(SQLException exception) {
		PSQLException failure = new PSQLException("Of the driver", null, exception);
		failure.setStackTrace(
				new StackTraceElement[] { new StackTraceElement(Driver.class.getName(), "connect", "Driver.java", 1) });
		return failure;
	}

	@Test
	void allRowsAreRead() throws IOException {
		long rows = Files.readAllLines(PAGE, StandardCharsets.UTF_8)
			.stream()
			.takeWhile((line) -> !line.equals("## What has no words"))
			.filter((line) -> line.startsWith("| `"))
			.count();
		assertThat(failures()).hasSize((int) rows).hasSizeGreaterThan(60);
	}

	@Test
	void propertiesExist() throws IOException {
		List<String> known = JsonPath.read(new File("target/classes/META-INF/spring-configuration-metadata.json"),
				"$.properties[*].name");
		assertThat(PROPERTY.matcher(Files.readString(PAGE, StandardCharsets.UTF_8))
			.results()
			.map((match) -> match.group())).isNotEmpty().allSatisfy((name) -> assertThat(known).contains(name));
	}

	/**
	 * A row of the page.
	 *
	 * @param text the symptom
	 * @param sqlState its SQLSTATE, or a dash
	 * @param failureClass what the page says that it is
	 * @param connecting whether it is met while connecting
	 */
	record Row(String text, String sqlState, FailureClass failureClass, boolean connecting) {

		boolean hasSqlState() {
			return !this.sqlState.equals("–");
		}

		SQLException exception() {
			if (!hasSqlState()) {
				return this.text.contains("Connection is not available")
						? new SQLTransientConnectionException(this.text) : new SQLException(this.text);
			}
			String message = this.text.substring(this.text.indexOf(": ") + 2);
			return switch (this.text.substring(0, Math.max(this.text.indexOf(':'), 0))) {
				case "java.net.UnknownHostException" -> network(new UnknownHostException(message));
				case "java.net.NoRouteToHostException" -> network(new NoRouteToHostException(message));
				case "java.security.cert.CertificateException" -> network(new CertificateException(message));
				default -> new SQLException(this.text, this.sqlState);
			};
		}

		private SQLException network(Exception cause) {
			return new SQLException("The connection attempt failed.", this.sqlState, cause);
		}

	}

}
