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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import io.github.pgsteady.connection.PatientDataSource;

/**
 * Gives idle connections back when the application stops, before the web server waits for
 * the last requests: the instance that takes over needs them more. The same when it is
 * paused, or a checkpoint is made of it, and after that no connection is used that was
 * made before. In between it looks after the pools.
 */
final class PoolLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(PoolLifecycle.class);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final PoolStates pools;

	private final PoolWatch watch;

	// What the pools go back to when the application goes on
	private final Map<HikariDataSource, Integer> minimumIdle = new ConcurrentHashMap<>();

	private boolean running;

	private @Nullable ScheduledExecutorService timer;

	PoolLifecycle(PoolStates pools, PoolWatch watch) {
		this.pools = pools;
		this.watch = watch;
		pools.whenAdded(this::startWatch);
	}

	@Override
	public synchronized void start() {
		this.running = true;
		this.minimumIdle.forEach(HikariDataSource::setMinimumIdle);
		this.minimumIdle.clear();
		startWatch();
	}

	// An application without such pools, or without a start, has no need of the thread
	private synchronized void startWatch() {
		if (!this.running || this.timer != null || this.pools.getPools().isEmpty()) {
			return;
		}
		this.watch.begin();
		this.timer = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "pgsteady-watch");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.scheduleWithFixedDelay(this::look, PoolWatch.PERIOD.toMillis(), PoolWatch.PERIOD.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	private void look() {
		try {
			this.watch.look();
		}
		catch (RuntimeException ex) {
			// The next look may succeed; an exception would be the end of all
			logger.debug("Could not look after the pools", ex);
		}
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		if (this.timer != null) {
			this.timer.shutdownNow();
			this.timer = null;
		}
		this.pools.getPools().forEach(this::release);
	}

	private void release(ObservedPool pool) {
		HikariDataSource dataSource = pool.getDataSource();
		HikariPoolMXBean running = pool.getRunning();
		if (dataSource == null || running == null) {
			return;
		}
		this.minimumIdle.putIfAbsent(dataSource, dataSource.getMinimumIdle());
		dataSource.setMinimumIdle(0);
		pool.getConnections().doubtConnections();
		boolean underWay = pool.getConnections().isConnecting();
		running.softEvictConnections();
		// The pool closes them on a thread of its own
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (hasMoreThanInUse(pool, running, underWay) && System.nanoTime() - end < 0
				&& !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(5));
			// Once only: the pool makes one at a time, and what is made for requests that
			// still come is not to be closed under their hands
			if (underWay && running.getIdleConnections() > 0 && running.getThreadsAwaitingConnection() == 0) {
				underWay = false;
				running.softEvictConnections();
			}
		}
	}

	private static boolean hasMoreThanInUse(ObservedPool pool, HikariPoolMXBean running, boolean underWay) {
		PatientDataSource connections = pool.getConnections();
		return connections.getOpenConnections() > running.getActiveConnections()
				|| (underWay && connections.isConnecting() && !pool.isInTrouble());
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
