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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.DataSourceUnwrapper;

import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.fleet.Fleet;
import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolPlan;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.PoolStates;

/**
 * How the databases behind the pools are that are tuned: one for each pool, however many
 * DataSources lead to it.
 */
final class PoolHealths implements DisposableBean {

	private static final long IDLE_SECONDS = 10;

	private final PoolStates pools;

	private final PoolPlans plans;

	private final FailureClassifier classifier;

	private final HealthSettings settings;

	private final HealthListener listener;

	private final @Nullable Fleet fleet;

	private final Map<String, PoolHealth> healths = new ConcurrentHashMap<>();

	// No more than one for each pool
	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS,
			TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
				Thread thread = new Thread(task, "pgsteady-health");
				thread.setDaemon(true);
				return thread;
			});

	PoolHealths(PoolStates pools, PoolPlans plans, FailureClassifier classifier, HealthSettings settings,
			HealthListener listener, @Nullable Fleet fleet) {
		this.pools = pools;
		this.plans = plans;
		this.classifier = classifier;
		this.settings = settings;
		this.listener = listener;
		this.fleet = fleet;
	}

	/**
	 * Return the health of the database that a DataSource leads to.
	 * @param dataSource the pool, or what wraps it
	 * @return the health, or {@code null} if nothing is known of the pool
	 */
	@Nullable PoolHealth find(DataSource dataSource) {
		ObservedPool pool = this.pools.find(dataSource);
		HikariDataSource hikari = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
				HikariDataSource.class);
		if (pool == null || hikari == null) {
			return null;
		}
		// A bean that can be refreshed has another pool then
		return this.healths.compute(pool.getName(),
				(name, known) -> (known != null && known.isOf(pool)) ? known : create(pool, hikari));
	}

	private PoolHealth create(ObservedPool pool, HikariDataSource dataSource) {
		PoolPlan plan = this.plans.get(pool.getName());
		return new PoolHealth(pool, dataSource, (plan != null) ? plan.detection() : null, this.settings,
				this.classifier::classify, this.executor, this.listener,
				() -> (this.fleet != null) ? this.fleet.get(pool.getName()) : null);
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
