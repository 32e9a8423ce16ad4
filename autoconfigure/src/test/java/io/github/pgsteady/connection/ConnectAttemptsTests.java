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

package io.github.pgsteady.connection;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.pgsteady.connection.ConnectAttempts.Credentials;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.link.SessionOwnership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectAttempts} and {@link ConnectBackoff}.
 */
class ConnectAttemptsTests {

	private static final Credentials CREDENTIALS = new Credentials("app", "secret");

	private static final SQLException REFUSED = new SQLException("refused", "08001", new ConnectException());

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	private final ConnectAttempts attempts = attempts(Duration.ofSeconds(60), Duration.ZERO);

	@Test
	void firstConnectionWaitsForTheStartupTime() throws SQLException {
		long begun = this.attempts.begin(CREDENTIALS);
		assertThat(failed(this.attempts, FailureClass.WAKING, begun)).isPositive();
		pass(Duration.ofSeconds(59));
		assertThat(failed(this.attempts, FailureClass.EXHAUSTED, begun)).isPositive();
		pass(Duration.ofSeconds(2));
		assertThat(failed(this.attempts, FailureClass.WAKING, begun)).isNull();
	}

	@Test
	void pauseIsNotLongerThanTheStartupTime() throws SQLException {
		ConnectAttempts hurried = attempts(Duration.ofSeconds(5), Duration.ZERO);
		long begun = hurried.begin(CREDENTIALS);
		Failure asks = new Failure(FailureClass.NEVER_REACHED, "XX000", REFUSED, Duration.ofSeconds(30), "test");
		pass(Duration.ofSeconds(2));
		assertThat(hurried.failed(asks, REFUSED, CREDENTIALS, begun)).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void unknownFailureIsNeitherRepeatedNorTakenForARefusal() throws SQLException {
		long begun = this.attempts.begin(CREDENTIALS);
		assertThat(failed(this.attempts, FailureClass.OTHER, begun)).isNull();
		this.attempts.begin(CREDENTIALS);
	}

	@Test
	void firstConnectionDoesNotWaitWithoutStartupTime() throws SQLException {
		ConnectAttempts impatient = attempts(Duration.ZERO, Duration.ZERO);
		assertThat(failed(impatient, FailureClass.WAKING, impatient.begin(CREDENTIALS))).isNull();
	}

	@Test
	void poolIsToldOfTheFirstFailureAndOfEachOtherClassAtOnce() throws SQLException {
		connected();
		long begun = this.attempts.begin(CREDENTIALS);
		assertThat(failed(this.attempts, FailureClass.NEVER_REACHED, begun)).isNull();
		assertThat(failed(this.attempts, FailureClass.NEVER_REACHED, begun)).isPositive();
		assertThat(failed(this.attempts, FailureClass.WAKING, begun)).isNull();
		assertThat(failed(this.attempts, FailureClass.WAKING, begun)).isPositive();
	}

	@Test
	void poolIsAskedFromTimeToTimeWhetherItStillNeedsTheConnection() throws SQLException {
		connected();
		long begun = this.attempts.begin(CREDENTIALS);
		failed(this.attempts, FailureClass.NEVER_REACHED, begun);
		pass(ConnectAttempts.STRETCH);
		assertThat(failed(this.attempts, FailureClass.NEVER_REACHED, begun)).isNull();
		assertThat(failed(this.attempts, FailureClass.NEVER_REACHED, this.attempts.begin(CREDENTIALS))).isPositive();
	}

	@Test
	void refusalIsNotRepeatedForAWhile() throws SQLException {
		SQLException wrong = new SQLException("FATAL: password authentication failed", "28P01");
		assertThat(failed(this.attempts, FailureClass.REFUSED, wrong, this.attempts.begin(CREDENTIALS))).isNull();
		pass(Duration.ofSeconds(14));
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.attempts.begin(CREDENTIALS))
			.withMessage("FATAL: password authentication failed")
			.withCause(wrong)
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28P01"));
		pass(Duration.ofSeconds(3));
		this.attempts.begin(CREDENTIALS);
	}

	@Test
	void atMostFiveRefusedAttemptsInTwoMinutes() throws SQLException {
		assertThat(refusedAttemptsWithin(Duration.ofMinutes(2))).isBetween(3, 5);
	}

	@Test
	void laterThereIsOneRefusedAttemptInTwoMinutes() throws SQLException {
		refusedAttemptsWithin(Duration.ofMinutes(10));
		assertThat(refusedAttemptsWithin(Duration.ofMinutes(20))).isBetween(9, 10);
	}

	@Test
	void otherCredentialsAreTriedAtOnce() throws SQLException {
		failed(this.attempts, FailureClass.REFUSED, this.attempts.begin(CREDENTIALS));
		this.attempts.begin(new Credentials("app", "rotated"));
	}

	@Test
	void successEndsAllMemories() throws SQLException {
		failed(this.attempts, FailureClass.REFUSED, this.attempts.begin(CREDENTIALS));
		this.attempts.succeeded();
		long begun = this.attempts.begin(CREDENTIALS);
		assertThat(failed(this.attempts, FailureClass.NEVER_REACHED, begun)).isNull();
	}

	@Test
	void unknownHostIsWrongAtFirstAndMissingLater() throws SQLException {
		SQLException unknown = new SQLException("The connection attempt failed.", "08001",
				new UnknownHostException("db"));
		long begun = this.attempts.begin(CREDENTIALS);
		assertThat(failed(this.attempts, FailureClass.NEVER_REACHED, unknown, begun)).isNull();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.attempts.begin(CREDENTIALS));
		connected();
		failed(this.attempts, FailureClass.NEVER_REACHED, unknown, this.attempts.begin(CREDENTIALS));
		assertThat(failed(this.attempts, FailureClass.NEVER_REACHED, unknown, this.attempts.begin(CREDENTIALS)))
			.isPositive();
	}

	@Test
	void unknownHostInAPrivateNetworkMayAppear() throws SQLException {
		SQLException unknown = new SQLException("The connection attempt failed.", "08001",
				new UnknownHostException("db"));
		ConnectAttempts patient = attempts(Duration.ofSeconds(60), Duration.ofSeconds(15));
		long begun = patient.begin(CREDENTIALS);
		assertThat(failed(patient, FailureClass.NEVER_REACHED, unknown, begun)).isPositive();
		pass(Duration.ofSeconds(16));
		assertThat(failed(patient, FailureClass.NEVER_REACHED, unknown, begun)).isNull();
	}

	@Test
	void stepsAtRecoveryAreShort() {
		ConnectBackoff backoff = new ConnectBackoff(new Random(1));
		List<Duration> steps = IntStream.rangeClosed(1, 1000)
			.mapToObj((number) -> backoff.afterPassing(failure(FailureClass.NEVER_REACHED, REFUSED), number))
			.toList();
		assertThat(steps).allMatch((step) -> step.compareTo(Duration.ofMillis(250)) <= 0);
		assertThat(steps.subList(10, 1000)).allMatch((step) -> step.compareTo(Duration.ofMillis(125)) >= 0)
			.doesNotHaveDuplicates();
	}

	@Test
	void whoIsFullIsLeftMoreTime() {
		ConnectBackoff backoff = new ConnectBackoff(new Random(1));
		assertThat(backoff.afterPassing(failure(FailureClass.EXHAUSTED, REFUSED), 10)).isBetween(Duration.ofSeconds(1),
				Duration.ofSeconds(2));
		Failure asks = new Failure(FailureClass.EXHAUSTED, "XX000", REFUSED, Duration.ofSeconds(5), "test");
		assertThat(backoff.afterPassing(asks, 1)).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
	}

	private int refusedAttemptsWithin(Duration time) throws SQLException {
		int count = 0;
		for (long second = 0; second < time.toSeconds(); second++) {
			try {
				long begun = this.attempts.begin(CREDENTIALS);
				count++;
				failed(this.attempts, FailureClass.REFUSED, begun);
			}
			catch (SQLException ex) {
				// Not tried
			}
			pass(Duration.ofSeconds(1));
		}
		return count;
	}

	private void connected() throws SQLException {
		this.attempts.begin(new Credentials("app", "right"));
		this.attempts.succeeded();
	}

	private void pass(Duration time) {
		this.nanoTime.addAndGet(time.toNanos());
	}

	private ConnectAttempts attempts(Duration startupWait, Duration unknownHostGrace) {
		return new ConnectAttempts(
				new ConnectPolicy(startupWait, unknownHostGrace, Duration.ofSeconds(20), SessionOwnership.UNKNOWN),
				new ConnectBackoff(new Random(1)), this.nanoTime::get);
	}

	private static @Nullable Duration failed(ConnectAttempts attempts, FailureClass failureClass, long begun) {
		return failed(attempts, failureClass, REFUSED, begun);
	}

	private static @Nullable Duration failed(ConnectAttempts attempts, FailureClass failureClass,
			SQLException exception, long begun) {
		return attempts.failed(failure(failureClass, exception), exception, CREDENTIALS, begun);
	}

	private static Failure failure(FailureClass failureClass, SQLException exception) {
		return new Failure(failureClass, exception.getSQLState(), exception, Duration.ZERO, "test");
	}

}
