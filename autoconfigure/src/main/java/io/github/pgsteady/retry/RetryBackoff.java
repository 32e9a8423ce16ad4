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

package io.github.pgsteady.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.github.pgsteady.connection.Phase;
import io.github.pgsteady.failure.FailureClass;

/**
 * How long to wait before an attempt: exponential with full jitter, since whatever ends
 * one call ends many at the same moment.
 */
final class RetryBackoff {

	private static final Duration STEP = Duration.ofMillis(50);

	private static final Duration EXHAUSTED_STEP = Duration.ofMillis(250);

	private static final Duration CAP = Duration.ofSeconds(2);

	// Where nobody says that the session has ended, the server still holds its locks
	private static final Duration UNTIL_ROLLBACK = Duration.ofMillis(250);

	private final RandomGenerator random;

	RetryBackoff(RandomGenerator random) {
		this.random = random;
	}

	// Before the number-th retry
	Duration before(int number, FailedAttempt attempt) {
		boolean exhausted = attempt.failure().failureClass() == FailureClass.EXHAUSTED;
		long step = (exhausted ? EXHAUSTED_STEP : STEP).toMillis();
		long ceiling = Math.min(CAP.toMillis(), step << Math.min(number - 1, 10));
		Duration time = Duration.ofNanos((long) (this.random.nextDouble() * ceiling * 1e6));
		return longest(isInDoubt(attempt) ? time.plus(UNTIL_ROLLBACK) : time, attempt.failure().pause());
	}

	private static boolean isInDoubt(FailedAttempt attempt) {
		if (attempt.loss() == null || attempt.loss().phase() != Phase.TRANSACTION) {
			return false;
		}
		String sqlState = attempt.loss().failure().sqlState();
		return sqlState == null || sqlState.startsWith("08");
	}

	private static Duration longest(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? other : one;
	}

}
