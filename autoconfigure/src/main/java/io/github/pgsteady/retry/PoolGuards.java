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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.CallRecord;
import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolStates;

/**
 * The guards of all pools.
 */
final class PoolGuards {

	private static final int LEAST_BURST = 10;

	private static final int DEPTH = 20;

	private final PoolStates states;

	private final RetryProperties properties;

	private final Map<ObservedPool, PoolGuard> guards = new ConcurrentHashMap<>();

	PoolGuards(PoolStates states, RetryProperties properties) {
		this.states = states;
		this.properties = properties;
	}

	PoolGuard of(ObservedPool pool) {
		return this.guards.computeIfAbsent(pool, this::create);
	}

	Collection<PoolGuard> getAll() {
		return this.states.getPools().stream().map(this::of).toList();
	}

	/**
	 * Return the guard of the pool that an attempt failed on.
	 * @param bound the pool that the call uses, as far as that is known beforehand
	 * @param record what happened on the connections of the attempt
	 * @param exception what the attempt threw
	 * @return the guard, or {@code null} if it was no observed pool
	 */
	@Nullable PoolGuard responsible(@Nullable PoolGuard bound, CallRecord record, Throwable exception) {
		if (record.getLoss() == null && isOfOtherThread(exception)) {
			return null;
		}
		Collection<ObservedPool> pools = this.states.getPools();
		boolean failedToStart = false;
		for (Throwable cause : causes(exception)) {
			for (ObservedPool pool : pools) {
				if (isOf(pool, cause.getMessage())) {
					return of(pool);
				}
			}
			failedToStart |= isFailedStart(cause);
		}
		for (ObservedPool pool : pools) {
			if (record.hasUsed(pool.getConnections())) {
				return of(pool);
			}
		}
		return failedToStart ? bound : null;
	}

	// What was sent and committed there, nobody here has seen
	private static boolean isOfOtherThread(Throwable exception) {
		return causes(exception).stream()
			.anyMatch((cause) -> cause instanceof ExecutionException || cause instanceof CompletionException);
	}

	private static List<Throwable> causes(Throwable exception) {
		return Stream.iterate(exception, Objects::nonNull, Throwable::getCause).limit(DEPTH).toList();
	}

	// HikariPool.PoolInitializationException, which is not for others to use, and comes
	// before the pool has a name
	private static boolean isFailedStart(Throwable exception) {
		return exception.getClass().getSimpleName().equals("PoolInitializationException");
	}

	// As HikariCP begins what it says
	private static boolean isOf(ObservedPool pool, @Nullable String message) {
		String name = pool.getPoolName();
		return name != null && message != null && message.startsWith(name + " - ");
	}

	private PoolGuard create(ObservedPool pool) {
		RetryProperties.Budget budget = this.properties.getBudget();
		int burst = Objects.requireNonNullElseGet(budget.getBurst(),
				() -> Math.max(LEAST_BURST, 4 * pool.getMaximumPoolSize()));
		Duration deadline = Objects.requireNonNullElseGet(this.properties.getConnect().getDeadline(),
				pool::getRecoveryWindow);
		return new PoolGuard(pool, new RetryBudget(budget.getRatio(), burst, pool.getConnections()::getReturned),
				this.properties.getMaxWaiting(), deadline);
	}

}
