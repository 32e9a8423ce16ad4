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

package io.github.pgsteady.benchmark.rival;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * resilience4j's Retry around its CircuitBreaker, the order that its documentation gives
 * and its aspects have, for whatever the database throws.
 *
 * @since 0.1.0
 */
public final class Resilience implements Calls {

	static final int ATTEMPTS = 4;

	static final Duration PAUSE = Duration.ofMillis(50);

	static final double MULTIPLIER = 2;

	// The default window of 100 calls and rate of 50 %; the default of 60 s open would
	// fail each call for a minute after an outage of a second
	static final Duration OPEN = Duration.ofSeconds(1);

	private final CircuitBreaker breaker = CircuitBreaker.of("database",
			CircuitBreakerConfig.custom()
				.waitDurationInOpenState(OPEN)
				.recordExceptions(DataAccessException.class, TransactionException.class)
				.build());

	private final Retry retry = Retry.of("database",
			RetryConfig.custom()
				.maxAttempts(ATTEMPTS)
				.intervalFunction(IntervalFunction.ofExponentialRandomBackoff(PAUSE, MULTIPLIER))
				.retryExceptions(DataAccessException.class, TransactionException.class)
				.build());

	@Override
	public <T extends @Nullable Object> T make(Supplier<T> call) {
		return this.retry.executeSupplier(() -> this.breaker.executeSupplier(call));
	}

}
