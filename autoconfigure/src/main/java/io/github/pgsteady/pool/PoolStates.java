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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceUnwrapper;

/**
 * The states of all pools whose connections pgsteady makes, by bean name. Asking for one
 * asks nothing of the database. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class PoolStates {

	private final Map<String, ObservedPool> pools = new ConcurrentHashMap<>();

	private final PoolListeners listeners;

	private volatile Runnable added = () -> {
	};

	PoolStates(PoolListeners listeners) {
		this.listeners = listeners;
	}

	/**
	 * Return the names of the pools.
	 * @return the names of the DataSource beans
	 */
	public Collection<String> getNames() {
		return List.copyOf(this.pools.keySet());
	}

	/**
	 * Return the status of a pool.
	 * @param dataSource the name of the DataSource bean
	 * @return the status, or {@code null} if nothing is known of that pool, or it has not
	 * started
	 */
	public @Nullable PoolStatus get(String dataSource) {
		ObservedPool pool = this.pools.get(dataSource);
		return (pool != null) ? pool.getStatus() : null;
	}

	/**
	 * Return a pool together with what lies below it.
	 * @param dataSource the name of the DataSource bean
	 * @return the pool, or {@code null} if nothing is known of it
	 */
	public @Nullable ObservedPool getPool(String dataSource) {
		return this.pools.get(dataSource);
	}

	void add(ObservedPool pool) {
		this.pools.put(pool.getName(), pool);
		this.added.run();
		this.listeners.tell((listener) -> listener.added(pool.getName()));
	}

	PoolListeners getListeners() {
		return this.listeners;
	}

	void whenAdded(Runnable added) {
		this.added = added;
	}

	void rename(ObservedPool pool, String name) {
		String former = pool.getName();
		if (this.pools.remove(former, pool)) {
			this.listeners.tell((listener) -> listener.removed(former));
		}
		pool.setName(name);
		add(pool);
	}

	/**
	 * Return all pools.
	 * @return the pools
	 */
	public Collection<ObservedPool> getPools() {
		return Collections.unmodifiableCollection(this.pools.values());
	}

	/**
	 * Return the pool that a DataSource leads to.
	 * @param dataSource the pool itself, or what wraps it
	 * @return the pool, or {@code null} if it is none of these
	 */
	public @Nullable ObservedPool find(DataSource dataSource) {
		HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
				HikariDataSource.class);
		if (pool == null) {
			return null;
		}
		return this.pools.values()
			.stream()
			.filter((candidate) -> candidate.getDataSource() == pool)
			.findFirst()
			.orElse(null);
	}

}
