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

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;

/**
 * How long to wait before the next attempt to connect: exponential, and with jitter,
 * since all instances of an application lose their database at the same moment.
 */
final class ConnectBackoff {

	private static final Duration STEP = Duration.ofMillis(25);

	// What is found late is found at most this much later
	private static final Duration CAP = Duration.ofMillis(250);

	// Whoever is full has to be left time to become less so
	private static final Duration EXHAUSTED_STEP = Duration.ofMillis(250);

	private static final Duration EXHAUSTED_CAP = Duration.ofSeconds(2);

	// Supavisor blocks a tenant for 120 s after ten refused log-ins of all instances in
	// 150 s
	private static final Duration REFUSED_STEP = Duration.ofSeconds(15);

	private static final Duration REFUSED_CAP = Duration.ofSeconds(120);

	private final RandomGenerator random;

	ConnectBackoff(RandomGenerator random) {
		this.random = random;
	}

	// After the number-th failure in a row
	Duration afterPassing(Failure failure, int number) {
		boolean exhausted = failure.failureClass() == FailureClass.EXHAUSTED;
		Duration time = exhausted ? exponential(EXHAUSTED_STEP, EXHAUSTED_CAP, number) : exponential(STEP, CAP, number);
		return atLeast(failure.pause(), scaled(time, 0.5 + this.random.nextDouble() / 2));
	}

	// Before the same question is asked again
	Duration betweenQuestions(int number) {
		return scaled(exponential(STEP, CAP, number), 0.5 + this.random.nextDouble() / 2);
	}

	// Between two attempts that will be refused: never shorter than said, to be far from
	// a block
	Duration afterRefusal(Failure failure, int number) {
		Duration time = exponential(REFUSED_STEP, REFUSED_CAP, number);
		return scaled(atLeast(failure.pause(), time), 1 + this.random.nextDouble() / 10);
	}

	private Duration atLeast(Duration pause, Duration time) {
		return (pause.compareTo(time) > 0) ? scaled(pause, 1 + this.random.nextDouble() / 10) : time;
	}

	private static Duration exponential(Duration step, Duration cap, int number) {
		Duration time = step.multipliedBy(1L << Math.min(number - 1, 20));
		return (time.compareTo(cap) < 0) ? time : cap;
	}

	private static Duration scaled(Duration time, double factor) {
		return Duration.ofNanos((long) (time.toNanos() * factor));
	}

}
