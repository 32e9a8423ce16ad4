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
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClassifier;

/**
 * What is the same for all calls.
 */
final class CallRules {

	private static final Log logger = LogFactory.getLog(CallRules.class);

	private static final Duration FOR_EVER = Duration.ofDays(10_000);

	private final FailureClassifier classifier;

	private final PoolGuards pools;

	private final RetryProperties properties;

	private final RetryBackoff backoff;

	private final BooleanSupplier sharedPersistenceContext;

	private final Supplier<Stream<CallListener>> listeners;

	private final LongSupplier nanoTime;

	CallRules(FailureClassifier classifier, PoolGuards pools, RetryProperties properties, RetryBackoff backoff,
			BooleanSupplier sharedPersistenceContext, Supplier<Stream<CallListener>> listeners, LongSupplier nanoTime) {
		this.classifier = classifier;
		this.pools = pools;
		this.properties = properties;
		this.backoff = backoff;
		this.sharedPersistenceContext = sharedPersistenceContext;
		this.listeners = listeners;
		this.nanoTime = nanoTime;
	}

	Failure classify(Throwable thrown, int maximum) {
		return this.classifier.classify(thrown, maximum);
	}

	PoolGuards pools() {
		return this.pools;
	}

	RetryBackoff backoff() {
		return this.backoff;
	}

	boolean isPersistenceContextShared() {
		return this.sharedPersistenceContext.getAsBoolean();
	}

	int maxRetries(CallPlan plan, RetryPhase phase) {
		if (plan.maxRetries() != null) {
			return plan.maxRetries();
		}
		return (phase == RetryPhase.CONNECT) ? Integer.MAX_VALUE : limits(phase).getMaxRetries();
	}

	Duration deadline(CallPlan plan, RetryPhase phase) {
		return shorten((plan.deadline() != null) ? plan.deadline() : limits(phase).getDeadline());
	}

	// So that it can be added to a time
	static Duration shorten(Duration deadline) {
		return (deadline.compareTo(FOR_EVER) > 0) ? FOR_EVER : deadline;
	}

	private RetryProperties.Limits limits(RetryPhase phase) {
		return (phase == RetryPhase.READ) ? this.properties.getRead() : this.properties.getTransaction();
	}

	long now() {
		return this.nanoTime.getAsLong();
	}

	// Whoever listens must not come between a call and its caller
	void tell(CallEvent event) {
		this.listeners.get().forEach((listener) -> {
			try {
				listener.ended(event);
			}
			catch (RuntimeException ex) {
				logger.warn("Could not tell " + listener.getClass().getName() + " of a call", ex);
			}
		});
	}

}
