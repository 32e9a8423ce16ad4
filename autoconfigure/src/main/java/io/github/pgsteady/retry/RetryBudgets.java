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

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolStates;

/**
 * How many retries the budgets of all pools leave, by bean name. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class RetryBudgets {

	private final PoolStates states;

	private final PoolGuards guards;

	RetryBudgets(PoolStates states, PoolGuards guards) {
		this.states = states;
		this.guards = guards;
	}

	/**
	 * Return the names of the pools.
	 * @return the names of the DataSource beans
	 */
	public Collection<String> getNames() {
		return this.states.getNames();
	}

	/**
	 * Return what the budget of a pool leaves.
	 * @param dataSource the name of the DataSource bean
	 * @return how many retries may follow at once, or {@code null} if nothing is known of
	 * that pool
	 */
	public @Nullable Double getLeft(String dataSource) {
		return this.states.getPools()
			.stream()
			.filter((pool) -> pool.getName().equals(dataSource))
			.findFirst()
			.map(this::left)
			.orElse(null);
	}

	private Double left(ObservedPool pool) {
		return this.guards.of(pool).getBudget().getLeft();
	}

}
