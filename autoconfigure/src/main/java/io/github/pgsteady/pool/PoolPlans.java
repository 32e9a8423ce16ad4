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

package io.github.pgsteady.pool;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The plans of all DataSources that were tuned, by bean name. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class PoolPlans {

	private final Map<String, TunedPool> pools = new ConcurrentHashMap<>();

	PoolPlans() {
	}

	/**
	 * Return all plans.
	 * @return the plans, in no particular order
	 */
	public Collection<PoolPlan> getAll() {
		return this.pools.values().stream().map(TunedPool::getPlan).toList();
	}

	/**
	 * Return all pools that were tuned.
	 * @return the pools by name
	 */
	public SortedMap<String, TunedPool> getPools() {
		return new TreeMap<>(this.pools);
	}

	/**
	 * Return the plan of a DataSource.
	 * @param dataSource the name of the DataSource bean
	 * @return the plan, or {@code null} if that DataSource was not tuned
	 */
	public @Nullable PoolPlan get(String dataSource) {
		TunedPool pool = this.pools.get(dataSource);
		return (pool != null) ? pool.getPlan() : null;
	}

	void remove(PoolPlan plan) {
		this.pools.computeIfPresent(plan.dataSource(), (name, pool) -> (pool.getPlan() != plan) ? pool : null);
	}

	void add(TunedPool pool) {
		this.pools.put(pool.getName(), pool);
	}

}
