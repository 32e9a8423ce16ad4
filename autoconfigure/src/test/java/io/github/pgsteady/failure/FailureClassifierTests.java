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

package io.github.pgsteady.failure;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureClassifier}.
 */
class FailureClassifierTests {

	private final FailureClassifier classifier = new FailureClassifier(List.of());

	// The table of SQLSTATEs in the field, in a session and while connecting
	@ParameterizedTest
	@CsvSource({ "08000, CONNECTION_LOST, NEVER_REACHED", "08001, NEVER_REACHED, NEVER_REACHED",
			"08003, CONNECTION_LOST, NEVER_REACHED", "08004, REFUSED, REFUSED", "08006, CONNECTION_LOST, NEVER_REACHED",
			"08007, CONNECTION_LOST, NEVER_REACHED", "08P01, OTHER, OTHER", "08S01, CONNECTION_LOST, NEVER_REACHED",
			"08S02, CONNECTION_LOST, NEVER_REACHED", "0A000, OTHER, REFUSED", "22023, OTHER, REFUSED",
			"25006, READ_ONLY, READ_ONLY", "25P02, OTHER, REFUSED", "25P03, SESSION_TIMEOUT, NEVER_REACHED",
			"25P04, SESSION_TIMEOUT, NEVER_REACHED", "26000, POOLER_STATE, POOLER_STATE", "28000, REFUSED, REFUSED",
			"28P01, REFUSED, REFUSED", "3D000, REFUSED, REFUSED", "40000, ROLLED_BACK, NEVER_REACHED",
			"40001, ROLLED_BACK, NEVER_REACHED", "40002, OTHER, REFUSED", "40003, CONNECTION_LOST, NEVER_REACHED",
			"40P01, ROLLED_BACK, NEVER_REACHED", "42P05, POOLER_STATE, POOLER_STATE", "42501, OTHER, REFUSED",
			"53000, ROLLED_BACK, NEVER_REACHED", "53100, OTHER, REFUSED", "53200, ROLLED_BACK, NEVER_REACHED",
			"53300, EXHAUSTED, EXHAUSTED", "53400, ROLLED_BACK, NEVER_REACHED", "55000, OTHER, REFUSED",
			"55006, OTHER, REFUSED", "55P03, OTHER, REFUSED", "57014, OTHER, REFUSED",
			"57P01, CONNECTION_LOST, NEVER_REACHED", "57P02, CONNECTION_LOST, NEVER_REACHED", "57P03, WAKING, WAKING",
			"57P04, REFUSED, REFUSED", "57P05, SESSION_TIMEOUT, NEVER_REACHED", "58000, CONNECTION_LOST, NEVER_REACHED",
			"58030, CONNECTION_LOST, NEVER_REACHED", "F0000, OTHER, REFUSED", "XX000, OTHER, OTHER",
			"XX001, OTHER, REFUSED", "XX002, OTHER, REFUSED", "99999, OTHER, REFUSED", "60000, OTHER, REFUSED",
			"HV00N, OTHER, REFUSED", "23505, OTHER, REFUSED" })
	void sqlStateTells(String sqlState, FailureClass inSession, FailureClass connecting) {
		SQLException exception = new SQLException("some words", sqlState);
		assertThat(this.classifier.classify(exception).failureClass()).isEqualTo(inSession);
		assertThat(this.classifier.classifyConnect(exception).failureClass()).isEqualTo(connecting);
	}

	@Test
	void wordsDoNotMatterWhereTheSqlStateTells() {
		SQLException exception = new SQLException("FATAL: Es sind zu viele Verbindungen offen", "53300");
		assertThat(this.classifier.classify(exception).failureClass()).isEqualTo(FailureClass.EXHAUSTED);
		SQLException misleading = new SQLException("ERROR: sorry, too many clients already", "23505");
		assertThat(this.classifier.classify(misleading).failureClass()).isEqualTo(FailureClass.OTHER);
	}

	// The driver speaks the language of the JVM
	@ParameterizedTest
	@ValueSource(strings = { "it", "ja", "ko", "ru", "zh-CN" })
	void certificateForAnotherNameIsRefusedInEachLanguage(Locale language) {
		String message = ResourceBundle.getBundle("org.postgresql.translation.messages", language)
			.getString("The hostname {0} could not be verified by hostnameverifier {1}.");
		Failure failure = this.classifier.classifyConnect(new SQLException(message, "08006"));
		assertThat(failure.failureClass()).isEqualTo(FailureClass.REFUSED);
		assertThat(failure.reason()).isEqualTo(FailureReason.CERTIFICATE);
	}

	@Test
	void pauseThatThePoolerAsksForIsTold() {
		SQLException exception = new SQLException("FATAL: (ECIRCUITBREAKER) too many authentication failures, "
				+ "new connections are temporarily blocked", "XX000");
		assertThat(this.classifier.classifyConnect(exception).pause()).isEqualTo(Duration.ofSeconds(120));
		assertThat(this.classifier.classifyConnect(exception).failureClass()).isEqualTo(FailureClass.REFUSED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					server login has been failing, cached error: FATAL: sorry, too many clients already (server_login_retry) | EXHAUSTED
					server login has been failing, cached error: FATAL: password authentication failed for user (server_login_retry) | REFUSED
					server login has been failing, cached error: FATAL: database is gone does not exist (server_login_retry) | REFUSED
					server login has been failing, cached error: connect failed (server_login_retry) | NEVER_REACHED
					server login has been failing, try again later (server_login_retry) | NEVER_REACHED
					""")
	void whatPgBouncerRepeatsIsLookedAt(String message, FailureClass failureClass) {
		Failure failure = this.classifier.classifyConnect(new SQLException("FATAL: " + message, "08P01"));
		assertThat(failure.failureClass()).isEqualTo(failureClass);
	}

	// Whoever waits for a connection is told so as well, and does not try on
	@ParameterizedTest
	@ValueSource(classes = { CertificateException.class, FileNotFoundException.class, ClassNotFoundException.class,
			ClassCastException.class })
	void settingThatCannotWorkIsRefused(Class<? extends Exception> cause) throws ReflectiveOperationException {
		SQLException attempt = new SQLException("Could not be made", "08006",
				cause.getDeclaredConstructor().newInstance());
		assertThat(this.classifier.classifyConnect(attempt).failureClass()).isEqualTo(FailureClass.REFUSED);
		SQLTransientConnectionException timeout = new SQLTransientConnectionException(
				"HikariPool-1 - Connection is not available, request timed out after 3000ms (total=0, active=0, idle=0, waiting=3)",
				"08006", attempt);
		assertThat(this.classifier.classify(timeout).failureClass()).isEqualTo(FailureClass.REFUSED);
	}

	@Test
	void serverOfATypeThatIsNotThereMayComeBack() {
		assertThat(this.classifier
			.classifyConnect(
					new SQLException("Could not find a server with specified targetServerType: primary", "08001"))
			.failureClass()).isEqualTo(FailureClass.NEVER_REACHED);
		assertThat(
				this.classifier.classifyConnect(new SQLException("Invalid targetServerType value: nonsense", "08001"))
					.failureClass())
			.isEqualTo(FailureClass.REFUSED);
	}

	@Test
	void causeIsFoundBehindSpringAndHikari() {
		SQLException inner = new SQLException("FATAL: sorry, too many clients already", "53300");
		SQLTransientConnectionException outer = new SQLTransientConnectionException(
				"HikariPool-1 - Connection is not available, request timed out after 3000ms (total=0, active=0, idle=0, waiting=3)",
				"53300", inner);
		outer.setNextException(inner);
		Failure failure = this.classifier.classify(new DataAccessResourceFailureException("x", outer));
		assertThat(failure.failureClass()).isEqualTo(FailureClass.EXHAUSTED);
		assertThat(failure.exception()).isSameAs(inner);
		assertThat(failure.execution()).isEqualTo(Execution.NOT_EXECUTED);
	}

	@Test
	void staleFailureOfAFullPoolDoesNotDeceive() {
		SQLException stale = new SQLException("This connection has been closed.", "08003");
		SQLTransientConnectionException exception = new SQLTransientConnectionException(
				"HikariPool-1 - Connection is not available, request timed out after 30000ms (total=10, active=10, idle=0, waiting=3)",
				"08003", stale);
		exception.setNextException(stale);
		Failure failure = this.classifier.classify(exception);
		assertThat(failure.failureClass()).isEqualTo(FailureClass.SATURATED);
		assertThat(failure.sqlState()).isNull();
		assertThat(failure.exception()).isSameAs(exception);
	}

	@Test
	void poolWithRoomForMoreIsNotSaturated() {
		SQLException refused = new SQLException("Connection to localhost:5432 refused.", "08001",
				new ConnectException("Connection refused"));
		SQLTransientConnectionException exception = new SQLTransientConnectionException(
				"HikariPool-1 - Connection is not available, request timed out after 10003ms (total=2, active=2, idle=0, waiting=5)",
				"08001", refused);
		exception.setNextException(refused);
		assertThat(this.classifier.classify(exception, 10).failureClass()).isEqualTo(FailureClass.NEVER_REACHED);
		assertThat(this.classifier.classify(exception, 2).failureClass()).isEqualTo(FailureClass.SATURATED);
	}

	@Test
	void lossWhileValidatingMeansThatNothingWasExecuted() {
		SQLException lost = new SQLException("An I/O error occurred while sending to the backend.", "08006",
				new EOFException());
		SQLTransientConnectionException exception = new SQLTransientConnectionException(
				"HikariPool-1 - Connection is not available, request timed out after 30000ms (total=0, active=0, idle=0, waiting=3)",
				"08006", lost);
		assertThat(this.classifier.classify(exception).failureClass()).isEqualTo(FailureClass.NEVER_REACHED);
	}

	@Test
	void borrowTimeoutWithoutACauseIsOne() {
		SQLTransientConnectionException exception = new SQLTransientConnectionException(
				"HikariPool-1 - Connection is not available, request timed out after 30000ms.");
		assertThat(this.classifier.classify(exception).failureClass()).isEqualTo(FailureClass.NEVER_REACHED);
	}

	@Test
	void closedPoolIsRefused() {
		SQLException exception = new SQLException("HikariDataSource HikariDataSource (HikariPool-1) has been closed.");
		assertThat(this.classifier.classify(exception).failureClass()).isEqualTo(FailureClass.REFUSED);
	}

	@Test
	void reasonOfTheRollbackIsFoundWhenTheRollbackFails() {
		SQLException original = new SQLException("FATAL: terminating connection", "57P01");
		TransactionSystemException exception = new TransactionSystemException("JDBC rollback failed",
				new SQLException("Connection is closed"));
		exception.initApplicationException(new DataAccessResourceFailureException("x", original));
		Failure failure = this.classifier.classify(exception);
		assertThat(failure.exception()).isSameAs(original);
		assertThat(failure.failureClass()).isEqualTo(FailureClass.CONNECTION_LOST);
	}

	@Test
	void closedConnectionAloneIsALostOne() {
		TransactionSystemException exception = new TransactionSystemException("JDBC rollback failed",
				new SQLException("Connection is closed"));
		assertThat(this.classifier.classify(exception).failureClass()).isEqualTo(FailureClass.CONNECTION_LOST);
	}

	@Test
	void nextAndSuppressedExceptionsAreLookedAt() {
		BatchUpdateException batch = new BatchUpdateException("Batch entry 0 was aborted", null, new int[0]);
		batch.setNextException(new SQLException("FATAL: x", "57P05"));
		assertThat(this.classifier.classify(batch).failureClass()).isEqualTo(FailureClass.SESSION_TIMEOUT);
		IllegalStateException failed = new IllegalStateException("x");
		failed.addSuppressed(new SQLException("x", "40001"));
		assertThat(this.classifier.classify(failed).failureClass()).isEqualTo(FailureClass.ROLLED_BACK);
	}

	@Test
	void chainMayBeACycleOrEndless() {
		SQLException first = new SQLException("first", "23505");
		SQLException second = new SQLException("second", "23505", first);
		first.initCause(second);
		assertThat(this.classifier.classify(first).failureClass()).isEqualTo(FailureClass.OTHER);
		SQLException head = new SQLException("0", "23505");
		for (int i = 1; i < 10_000; i++) {
			head.setNextException(new SQLException("" + i, "23505"));
		}
		assertThat(this.classifier.classify(head).failureClass()).isEqualTo(FailureClass.OTHER);
	}

	@Test
	void whatIsNotOfADatabaseIsOther() {
		IllegalStateException exception = new IllegalStateException("secret");
		Failure failure = this.classifier.classify(exception);
		assertThat(failure.failureClass()).isEqualTo(FailureClass.OTHER);
		assertThat(failure.exception()).isSameAs(exception);
		assertThat(failure).hasToString("OTHER");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void unknownTextIsToldOnceAndWithoutSecrets(CapturedOutput output) {
		for (String user : List.of("anna", "berta")) {
			this.classifier.classifyConnect(new SQLException("FATAL: quite new words for user \"" + user
					+ "\" from 203.0.113.7 at db.example.com, password='pw1'", "XX000"));
		}
		this.classifier.classify(new SQLException("ERROR: duplicate key of 'anna'", "23505"));
		assertThat(output.toString()).containsOnlyOnce("No rule knows this failure")
			.contains("quite new words for user")
			.doesNotContain("anna", "berta", "203.0.113.7", "example", "pw1");
	}

	@Test
	void emptyMessageIsFine() {
		assertThat(this.classifier.classify(new SQLException(null, "08006")).failureClass())
			.isEqualTo(FailureClass.CONNECTION_LOST);
		assertThat(this.classifier.classify(new SQLException()).failureClass()).isEqualTo(FailureClass.OTHER);
	}

}
