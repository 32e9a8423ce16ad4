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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

import io.github.pgsteady.pool.PoolListener;

/**
 * Has the pools looked after from when there are any, which is before the application has
 * started, until it stops.
 */
final class FleetTimer implements PoolListener, SmartLifecycle, DisposableBean {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(FleetTimer.class);

	private final Fleet fleet;

	private boolean running;

	private boolean stopped;

	private boolean needed;

	private @Nullable ScheduledExecutorService timer;

	FleetTimer(Fleet fleet) {
		this.fleet = fleet;
	}

	@Override
	public synchronized void added(String dataSource) {
		this.fleet.listen(dataSource);
		this.needed = true;
		if (!this.stopped) {
			startTimer();
		}
	}

	@Override
	public synchronized void start() {
		this.running = true;
		this.stopped = false;
		if (this.needed) {
			startTimer();
		}
	}

	private void startTimer() {
		if (this.timer != null) {
			return;
		}
		this.timer = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "pgsteady-fleet-timer");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void look() {
		try {
			this.fleet.look();
		}
		catch (RuntimeException ex) {
			// The next look may succeed; an exception would be the end of all
			logger.debug("Could not look after the pools", ex);
		}
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.stopped = true;
		if (this.timer != null) {
			this.timer.shutdownNow();
			this.timer = null;
			this.fleet.stop();
		}
	}

	// An application that fails to start is not stopped
	@Override
	public void destroy() {
		stop();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
