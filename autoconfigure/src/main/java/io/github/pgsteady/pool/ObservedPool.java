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
 * A pool together with what lies below it. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ObservedPool {

	private volatile String name;

	private final PatientDataSource connections;

	private final PoolEvidence evidence;

	private final PoolEviction eviction;

	private final PoolQueue queue;

	private final StarvedWaiters starvedWaiters = new StarvedWaiters(this);

	private final PoolTimes times;

	private final PoolListeners listeners;

	private volatile @Nullable HikariDataSource dataSource;

	ObservedPool(String name, PatientDataSource connections, PoolTimes times, PoolListeners listeners,
			LongSupplier nanoTime) {
		this.name = name;
		this.times = times;
		this.listeners = listeners;
		this.connections = connections;
		this.evidence = new PoolEvidence(this, times.wedgedAfter(), nanoTime);
		this.eviction = new PoolEviction(this, nanoTime);
		this.queue = new PoolQueue(this);
		connections.addListener(this.evidence);
		connections.addListener(this.eviction);
		connections.addListener(this.queue);
		connections.setReturnListener(this.queue::look);
		if (times.sleepsAfter() != null) {
			connections.addListener(new PoolWakes(this, times.sleepsAfter(), nanoTime));
		}
	}

	/**
	 * Return the name of the pool.
	 * @return the name of the DataSource bean
	 */
	public String getName() {
		return this.name;
	}

	/**
	 * Return what makes its connections.
	 * @return what lies below it
	 */
	public PatientDataSource getConnections() {
		return this.connections;
	}

	/**
	 * Return how HikariCP calls the pool.
	 * @return its own name for it, or {@code null} if it has not been created
	 */
	public @Nullable String getPoolName() {
		HikariDataSource dataSource = this.dataSource;
		return (dataSource != null) ? dataSource.getPoolName() : null;
	}

	/**
	 * Return the largest number of connections.
	 * @return the number; 10 if the pool has not been created
	 */
	public int getMaximumPoolSize() {
		HikariDataSource dataSource = this.dataSource;
		return (dataSource != null) ? dataSource.getMaximumPoolSize() : 10;
	}

	/**
	 * Return how long the provider may take to bring the database back.
	 * @return the time
	 */
	public Duration getRecoveryWindow() {
		return this.times.recoveryWindow();
	}

	/**
	 * Return whether the database may be put to sleep while it is quiet.
	 * @return whether it may
	 */
	public boolean maySleep() {
		return this.times.sleepsAfter() != null;
	}

	/**
	 * Return whether the last attempt to connect failed. Costs next to nothing, other
	 * than the status.
	 * @return whether the status may be worth a look
	 */
	public boolean isInTrouble() {
		return this.evidence.isConnectFailed();
	}

	/**
	 * Evict all connections softly: idle ones are closed, those in use when they come
	 * back.
	 * @return how many, or {@code null} if the pool has not started, or is closed
	 */
	public @Nullable Evicted evictSoftly() {
		return this.eviction.evict(EvictionReason.REQUESTED, "somebody has asked for it");
	}

	PoolTimes getTimes() {
		return this.times;
	}

	PoolListeners getListeners() {
		return this.listeners;
	}

	PoolEviction getEviction() {
		return this.eviction;
	}

	StarvedWaiters getStarvedWaiters() {
		return this.starvedWaiters;
	}

	PoolQueue getQueue() {
		return this.queue;
	}

	void setDataSource(HikariDataSource dataSource) {
		this.dataSource = dataSource;
	}

	// A configuration of its own is a bean of another name
	void setName(String name) {
		this.name = name;
	}

	/**
	 * Return the pool itself.
	 * @return the pool, or {@code null} if it has not been created
	 */
	public @Nullable HikariDataSource getDataSource() {
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

	/**
	 * Return what is known of the pool.
	 * @return the status, or {@code null} if it has not started, or is closed
	 */
	public @Nullable PoolStatus getStatus() {
		HikariDataSource dataSource = this.dataSource;
		HikariPoolMXBean running = getRunning();
		return (dataSource != null && running != null) ? this.evidence.status(running, dataSource.getMaximumPoolSize())
				: null;
	}

	/**
	 * How many connections were evicted.
	 *
	 * @param idle those that were idle, and are closed
	 * @param active those in use, which are closed when they come back
	 */
	public record Evicted(int idle, int active) {

	}

}
