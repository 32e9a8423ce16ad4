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

package io.github.pgsteady.benchmark.storm;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.pgsteady.simulator.proxy.FaultProxy;

/**
 * Counts what goes through the proxy.
 */
final class Watch implements AutoCloseable {

	private final FaultProxy proxy;

	private final long connectionsBefore;

	private final ScheduledExecutorService observer = Executors.newSingleThreadScheduledExecutor();

	private volatile long queriesBefore;

	private volatile int peak;

	Watch(FaultProxy proxy) {
		this.proxy = proxy;
		this.connectionsBefore = proxy.getConnections();
		this.observer.scheduleAtFixedRate(this::look, 0, 5, TimeUnit.MILLISECONDS);
	}

	private void look() {
		this.peak = Math.max(this.peak, this.proxy.getLinks().count());
	}

	/**
	 * Count the queries from now on.
	 */
	void countQueries() {
		this.queriesBefore = this.proxy.getTraffic().queries();
	}

	/**
	 * Return how many connections there were at a time.
	 * @return the largest number seen
	 */
	int getPeak() {
		return this.peak;
	}

	long getOpened() {
		return this.proxy.getConnections() - this.connectionsBefore;
	}

	long getQueries() {
		return this.proxy.getTraffic().queries() - this.queriesBefore;
	}

	@Override
	public void close() {
		this.observer.shutdownNow();
	}

}
