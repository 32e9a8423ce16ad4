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

package io.github.pgsteady.fleet;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.EndpointKind;

/**
 * All who share the connections of a server with the pools of this application. Asking
 * for a status asks nothing of the database. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Fleet {

	// HikariCP's own, which it sets when the pool starts
	private static final int DEFAULT_MAXIMUM = 10;

	private final FleetProperties properties;

	private final PoolStates pools;

	private final PoolPlans plans;

	private final Environment environment;

	// By what makes the connections of the pool, whose name may change
	private final Map<DataSource, FleetMember> members = new ConcurrentHashMap<>();

	Fleet(FleetProperties properties, PoolStates pools, PoolPlans plans, Environment environment) {
		this.properties = properties;
		this.pools = pools;
		this.plans = plans;
		this.environment = environment;
	}

	/**
	 * Return what is known of those who share the server with a pool.
	 * @param dataSource the name of the DataSource bean
	 * @return the status, or {@code null} if nothing is known of that pool
	 */
	public @Nullable FleetStatus get(String dataSource) {
		ObservedPool pool = this.pools.getPool(dataSource);
		if (pool == null || isClosed(pool)) {
			return null;
		}
		FleetMember member = this.members.get(pool.getConnections());
		return (member != null) ? member.getStatus() : null;
	}

	private static boolean isClosed(ObservedPool pool) {
		HikariDataSource dataSource = pool.getDataSource();
		return dataSource != null && dataSource.isClosed();
	}

	/**
	 * Take in a pool that has not started.
	 * @param pool the pool
	 */
	void join(TunedPool pool) {
		if (this.properties.getMode() == FleetMode.OFF) {
			return;
		}
		InstanceMark mark = InstanceMark.create(most(pool), this.properties.getWeight());
		FleetMember member = new FleetMember(mark, pool, this.properties,
				StaticShare.of(this.properties, pool, this.environment), blindness(pool), System::nanoTime);
		if (blindness(pool) == null) {
			pool.addToSessionName(mark::behind);
		}
		member.join(pool);
		this.members.put(pool.getConfig().getDataSource(), member);
	}

	private static int most(TunedPool pool) {
		int maximum = pool.getConfig().getMaximumPoolSize();
		return (maximum > 0) ? maximum : DEFAULT_MAXIMUM;
	}

	private static @Nullable String blindness(TunedPool pool) {
		return (pool.getEndpoint().kind() != EndpointKind.DIRECT)
				? "A %s stands before the server, which cannot tell who its clients are"
					.formatted(pool.getEndpoint().kind())
				: null;
	}

	/**
	 * Listen to what happens to the connections of a pool.
	 * @param dataSource the name of the DataSource bean
	 */
	void listen(String dataSource) {
		ObservedPool pool = this.pools.getPool(dataSource);
		FleetMember member = (pool != null) ? this.members.get(pool.getConnections()) : null;
		if (pool != null && member != null) {
			pool.getConnections().addListener(new ConnectionListener() {

				@Override
				public void connectFailed(Failure failure, Duration time) {
					if (failure.failureClass() == FailureClass.EXHAUSTED) {
						member.exhausted(pool);
					}
				}

			});
		}
	}

	/**
	 * Wait for no connection any more.
	 */
	void stop() {
		this.members.values().forEach(FleetMember::stop);
	}

	/**
	 * See to what is due. Does not wait.
	 */
	void look() {
		Map<String, TunedPool> tuned = this.plans.getPools();
		for (String name : this.pools.getNames()) {
			ObservedPool pool = this.pools.getPool(name);
			FleetMember member = (pool != null) ? this.members.get(pool.getConnections()) : null;
			TunedPool settings = tuned.get(name);
			if (pool != null && member != null && settings != null) {
				member.look(pool, settings);
			}
		}
	}

}
