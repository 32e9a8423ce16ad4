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

package io.github.pgsteady.health;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of when a database is asked.
 */
class CheckPolicyTests {

	private static final Duration MAX_AGE = Duration.ofSeconds(10);

	private static final CheckPolicy POLICY = new CheckPolicy(MAX_AGE, false, false);

	private static final CheckPolicy SLEEPER = new CheckPolicy(MAX_AGE, false, true);

	private static final CheckPolicy SLEEPER_WITH_QUERY = new CheckPolicy(MAX_AGE, true, true);

	private final AtomicLong time = new AtomicLong(1);

	private final Evidence evidence = new Evidence(() -> 0, this.time::get);

	@Test
	void poolThatHasNotStarted() {
		assertThat(POLICY.decide(null, false, this.evidence)).isNull();
		assertThat(SLEEPER.decide(null, false, this.evidence)).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "UNREACHABLE", "REFUSED" })
	void poolInTrouble(PoolState state) {
		assertThat(POLICY.decide(status(state, 0, null), false, this.evidence)).isNull();
		assertThat(SLEEPER.decide(status(state, 0, null), false, this.evidence)).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "SATURATED", "WEDGED" })
	void poolWithoutAConnectionToAskOn(PoolState state) {
		assertThat(POLICY.decide(status(state, 2, Duration.ofHours(1)), false, this.evidence))
			.isEqualTo(SavedCheck.FULL);
		assertThat(POLICY.decide(status(state, 2, null), false, this.evidence)).isEqualTo(SavedCheck.FULL);
	}

	@Test
	void allInUse() {
		PoolStatus status = status(PoolState.BUSY, 2, Duration.ofHours(1));
		assertThat(POLICY.decide(status, false, this.evidence)).isEqualTo(SavedCheck.FULL);
		// One of them by the check
		assertThat(POLICY.decide(status, true, this.evidence)).isNull();
	}

	@Test
	void ageOfTheAnswer() {
		assertThat(POLICY.decide(quiet(Duration.ofMillis(9999)), false, this.evidence)).isEqualTo(SavedCheck.EVIDENCE);
		assertThat(POLICY.decide(quiet(MAX_AGE), false, this.evidence)).isNull();
		assertThat(POLICY.decide(quiet(null), false, this.evidence)).isNull();
	}

	@Test
	void logInIsAnAnswer() {
		this.evidence.connected(Duration.ZERO, Duration.ZERO, true);
		assertThat(POLICY.decide(quiet(MAX_AGE), false, this.evidence)).isEqualTo(SavedCheck.EVIDENCE);
		pass(MAX_AGE);
		assertThat(POLICY.decide(quiet(MAX_AGE), false, this.evidence)).isNull();
	}

	@Test
	void failureAfterTheAnswer() {
		this.evidence.connectFailed(failure(), Duration.ZERO);
		pass(Duration.ofMillis(500));
		assertThat(POLICY.decide(quiet(Duration.ofMillis(1999)), false, this.evidence)).isEqualTo(SavedCheck.EVIDENCE);
		assertThat(POLICY.decide(quiet(Duration.ofMillis(2000)), false, this.evidence)).isNull();
		assertThat(SLEEPER.decide(quiet(Duration.ofMillis(2000)), false, this.evidence)).isNull();
		pass(Duration.ofSeconds(5));
		assertThat(POLICY.decide(quiet(Duration.ofMillis(2000)), false, this.evidence)).isEqualTo(SavedCheck.EVIDENCE);
	}

	@Test
	void stall() {
		assertThat(POLICY.decide(status(PoolState.STALLED, 1, Duration.ofSeconds(1)), false, this.evidence))
			.isEqualTo(SavedCheck.EVIDENCE);
		assertThat(POLICY.decide(status(PoolState.STALLED, 1, Duration.ofSeconds(3)), false, this.evidence)).isNull();
		assertThat(POLICY.decide(status(PoolState.STALLED, 2, Duration.ofSeconds(3)), false, this.evidence))
			.isEqualTo(SavedCheck.FULL);
	}

	@Test
	void databaseThatMaySleep() {
		assertThat(SLEEPER.decide(quiet(null), false, this.evidence)).isNull();
		assertThat(SLEEPER.decide(quiet(Duration.ofDays(1)), false, this.evidence)).isEqualTo(SavedCheck.SLEEPING);
		assertThat(SLEEPER.decide(status(PoolState.BUSY, 1, Duration.ofDays(1)), false, this.evidence))
			.isEqualTo(SavedCheck.SLEEPING);
	}

	@Test
	void ownQuery() {
		CheckPolicy policy = new CheckPolicy(MAX_AGE, true, false);
		assertThat(policy.decide(quiet(Duration.ZERO), false, this.evidence)).isNull();
		this.evidence.checked();
		assertThat(policy.decide(quiet(Duration.ZERO), false, this.evidence)).isEqualTo(SavedCheck.EVIDENCE);
		pass(MAX_AGE);
		assertThat(policy.decide(quiet(Duration.ZERO), false, this.evidence)).isNull();
	}

	@Test
	void ownQueryToADatabaseThatMaySleep() {
		assertThat(SLEEPER_WITH_QUERY.decide(quiet(Duration.ZERO), false, this.evidence)).isNull();
		this.evidence.checked();
		pass(MAX_AGE);
		assertThat(SLEEPER_WITH_QUERY.decide(quiet(MAX_AGE), false, this.evidence)).isEqualTo(SavedCheck.SLEEPING);
		assertThat(SLEEPER_WITH_QUERY.decide(quiet(Duration.ofSeconds(5)), false, this.evidence)).isNull();
		pass(MAX_AGE);
		assertThat(SLEEPER_WITH_QUERY.decide(quiet(Duration.ofSeconds(15)), false, this.evidence))
			.isEqualTo(SavedCheck.SLEEPING);
	}

	private void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

	private static PoolStatus quiet(Duration sinceAnswer) {
		return status(PoolState.QUIET, 0, sinceAnswer);
	}

	private static PoolStatus status(PoolState state, int active, Duration sinceAnswer) {
		return new PoolStatus(state, Duration.ZERO, active, 0, 0, 2, sinceAnswer, null);
	}

	private static Failure failure() {
		return new Failure(FailureClass.NEVER_REACHED, "08001", new SQLException(), Duration.ZERO, "test");
	}

}
