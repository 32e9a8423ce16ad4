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

package io.github.pgsteady.simulator.proxy;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.github.pgsteady.simulator.proxy.Fault.Effect;

/**
 * Ends links on which nothing has passed for too long. It has a thread only once there is
 * such a fault.
 */
final class IdleWatch {

	private final Faults faults;

	private final Supplier<List<Link>> links;

	private boolean started;

	private boolean closed;

	IdleWatch(Faults faults, Supplier<List<Link>> links) {
		this.faults = faults;
		this.links = links;
	}

	synchronized void faultsChanged() {
		if (!this.started && !this.closed && !this.faults.idleLimits().isEmpty()) {
			this.started = true;
			Thread thread = new Thread(this::watch, "pgsteady-idle-watch");
			thread.setDaemon(true);
			thread.start();
		}
		notifyAll();
	}

	private void watch() {
		while (!isClosed()) {
			List<FaultInjection> limits = this.faults.idleLimits();
			limits.forEach(this::end);
			pause(limits.stream().mapToLong(this::pause).min().orElse(60_000));
		}
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	private synchronized void pause(long millis) {
		if (!this.closed) {
			Waits.await(this, millis);
		}
	}

	// Long enough not to be felt, short enough to be in time by a twentieth
	private long pause(FaultInjection limit) {
		return Math.min(Math.max(time(limit).toMillis() / 20, 2), 100);
	}

	private void end(FaultInjection limit) {
		for (Link link : this.links.get()) {
			if (link.idleTime().compareTo(time(limit)) >= 0 && limit.reserve(link)
					&& limit.fault().effect() instanceof Effect.WhenIdle effect) {
				limit.fire(link, effect.end());
			}
		}
	}

	private Duration time(FaultInjection limit) {
		return (limit.fault().effect() instanceof Effect.WhenIdle effect) ? effect.time() : Duration.ofDays(1);
	}

	synchronized void close() {
		this.closed = true;
		notifyAll();
	}

}
