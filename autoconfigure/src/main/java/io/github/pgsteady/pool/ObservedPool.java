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

import java.time.Duration;
import java.util.function.LongSupplier;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.PatientDataSource;

/**
 * A pool together with what lies below it.
 */
final class ObservedPool {

	private volatile String name;

	private final PatientDataSource connections;

	private final PoolEvidence evidence;

	private final PoolEviction eviction;

	private volatile @Nullable HikariDataSource dataSource;

	ObservedPool(String name, PatientDataSource connections, Duration wedgedAfter, LongSupplier nanoTime) {
		this.name = name;
		this.connections = connections;
		this.evidence = new PoolEvidence(this, wedgedAfter, nanoTime);
		this.eviction = new PoolEviction(this, nanoTime);
		connections.addListener(this.evidence);
		connections.addListener(this.eviction);
	}

	String getName() {
		return this.name;
	}

	PatientDataSource getConnections() {
		return this.connections;
	}

	PoolEviction getEviction() {
		return this.eviction;
	}

	void setDataSource(HikariDataSource dataSource) {
		this.dataSource = dataSource;
	}

	// A configuration of its own is a bean of another name
	void setName(String name) {
		this.name = name;
	}

	@Nullable HikariDataSource getDataSource() {
		return this.dataSource;
	}

	/**
	 * Return what the pool says of itself.
	 * @return its management interface, or {@code null} if it has not started, or is
	 * closed
	 */
	@Nullable HikariPoolMXBean getRunning() {
		HikariDataSource dataSource = this.dataSource;
		return (dataSource != null && dataSource.isRunning()) ? dataSource.getHikariPoolMXBean() : null;
	}

	@Nullable PoolStatus getStatus() {
		HikariDataSource dataSource = this.dataSource;
		HikariPoolMXBean running = getRunning();
		return (dataSource != null && running != null) ? this.evidence.status(running, dataSource.getMaximumPoolSize())
				: null;
	}

}
