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

import java.net.ConnectException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for what the failure analyzers take for theirs, and what not.
 */
class FailureAnalyzersTests {

	private final BeanFactory beanFactory = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	static Stream<Throwable> ofOtherDatabases() throws SQLException {
		String h2 = "jdbc:h2:mem:analyzers";
		DriverManager.getConnection(h2 + ";DB_CLOSE_DELAY=-1", "sa", "").close();
		return Stream.of(catchThrowable(() -> DriverManager.getConnection(h2, "sa", "wrong")),
				new SQLException("Access denied for user 'app'@'localhost' (using password: YES)", "28000", 1045),
				new SQLException("Communications link failure", "08001", new ConnectException("Connection refused")),
				new SQLException(
						"mysql - Connection is not available, request timed out after 30000ms (total=0, "
								+ "active=0, idle=0, waiting=0)",
						"08S01", new SQLException("Communications link failure", "08S01")));
	}

	@ParameterizedTest
	@MethodSource("ofOtherDatabases")
	void otherDatabasesAreLeftAlone(Throwable failure) {
		assertThat(connect(new IllegalStateException("Failed to initialize pool", failure))).isNull();
	}

	@Test
	void statementAboutAnotherDatabaseIsLeftAlone() {
		assertThat(connect(new IllegalStateException("Migration failed",
				new PSQLException("could not establish connection", PSQLState.CONNECTION_UNABLE_TO_CONNECT))))
			.isNull();
	}

	@Test
	void logInIsNot() {
		Throwable refused = catchThrowable(() -> DriverManager.getConnection("jdbc:postgresql://localhost:1/db"));
		assertThat(connect(new IllegalStateException("Failed to initialize pool", refused))).isNotNull();
		Throwable late = catchThrowable(
				() -> DriverManager.getConnection("jdbc:postgresql://localhost:1/db?loginTimeout=9"));
		assertThat(connect(new IllegalStateException("Failed to initialize pool", late))).isNotNull();
	}

	@Test
	void libpqUrlIsExplained() {
		assertThat(url(new IllegalArgumentException("'url' must start with \"jdbc\""))).isNotNull();
		assertThat(url(new RuntimeException(
				"Driver org.postgresql.Driver claims to not accept jdbcUrl, postgres://user:secret@host/db")))
			.isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pgsteady.enabled", "pgsteady.diagnosis.enabled" })
	void switchesHoldForAll(String property) {
		this.environment.setProperty(property, "false");
		assertThat(url(new IllegalArgumentException("'url' must start with \"jdbc\""))).isNull();
	}

	private FailureAnalysis connect(Throwable failure) {
		return new ConnectFailureAnalyzer(this.beanFactory, this.environment).analyze(failure);
	}

	private FailureAnalysis url(Throwable failure) {
		return new UnusableUrlFailureAnalyzer(this.environment).analyze(failure);
	}

}
