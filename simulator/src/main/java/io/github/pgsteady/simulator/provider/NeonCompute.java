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

package io.github.pgsteady.simulator.provider;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.proxy.Admission;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Link;
import io.github.pgsteady.simulator.server.PostgresServer;

/**
 * Sleeps and wakes as a Neon compute does, and counts it.
 */
final class NeonCompute implements Admission, AutoCloseable {

	private static final Duration QUIET_TIME = Duration.ofSeconds(3);

	private static final Duration WAKE_DELAY = Duration.ofMillis(300);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration LOGIN_TIME = Duration.ofSeconds(2);

	private final PostgresServer server;

	private final NeonActivity activity;

	// Those that were let in, some of which may not have reached the server yet
	private final Set<Link> admitted = ConcurrentHashMap.newKeySet();

	private State state = State.AWAKE;

	private Duration quietTime = QUIET_TIME;

	private Duration wakeDelay = WAKE_DELAY;

	private int refusalsBeforeWake;

	private int refusalsLeft;

	private int wakes;

	private Duration awakeBefore = Duration.ZERO;

	private long awakeSince = System.nanoTime();

	private boolean closed;

	NeonCompute(PostgresServer server) {
		this.server = server;
		this.activity = new NeonActivity(server);
	}

	void start() {
		// From the first moment on it has a connection of its own
		this.activity.quietFor();
		Thread thread = new Thread(this::watch, "pgsteady-neon-activity");
		thread.setDaemon(true);
		thread.start();
	}

	synchronized void setQuietTime(Duration time) {
		require(!time.isNegative() && !time.isZero(), "The quiet time must be positive, but is " + time);
		this.quietTime = time;
		notifyAll();
	}

	synchronized void setWakeDelay(Duration delay) {
		require(!delay.isNegative(), "The wake delay must not be negative, but is " + delay);
		this.wakeDelay = delay;
		notifyAll();
	}

	synchronized void setRefusalsBeforeWake(int count) {
		require(count >= 0, "The number of refusals must not be negative, but is " + count);
		this.refusalsBeforeWake = count;
		this.refusalsLeft = count;
	}

	void setDefaults() {
		setQuietTime(QUIET_TIME);
		setWakeDelay(WAKE_DELAY);
		setRefusalsBeforeWake(0);
	}

	private void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

	@Override
	public synchronized @Nullable ServerError admit(Link link) throws InterruptedException {
		while (this.state != State.AWAKE) {
			if (this.state == State.ASLEEP) {
				if (this.refusalsLeft > 0) {
					this.refusalsLeft--;
					return NeonError.COULD_NOT_CONNECT_TO_COMPUTE;
				}
				wake();
			}
			else {
				wait();
			}
		}
		this.activity.connected();
		this.admitted.removeIf((former) -> !former.isOpen());
		this.admitted.add(link);
		return null;
	}

	// The first to come wakes it up, the others wait with it
	private void wake() throws InterruptedException {
		this.state = State.WAKING;
		this.wakes++;
		this.awakeSince = System.nanoTime();
		try {
			pause(() -> this.wakeDelay);
		}
		finally {
			this.state = State.AWAKE;
			this.refusalsLeft = this.refusalsBeforeWake;
			notifyAll();
		}
	}

	// The time may be changed meanwhile
	private void pause(Supplier<Duration> time) throws InterruptedException {
		long start = System.nanoTime();
		while (!this.closed) {
			long left = time.get().toNanos() - (System.nanoTime() - start);
			if (left <= 0) {
				return;
			}
			wait(left / 1_000_000, (int) (left % 1_000_000));
		}
	}

	private void watch() {
		try {
			while (pauseBetweenLooks()) {
				if (isAwake() && this.activity.quietFor().compareTo(quietTime()) >= 0 && fallAsleep()) {
					finishSuspension();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// Neon looks every 500 ms where 5 minutes pass before it suspends
	private synchronized boolean pauseBetweenLooks() throws InterruptedException {
		pause(() -> Duration.ofMillis(Math.min(Math.max(this.quietTime.toMillis() / 50, 5), 500)));
		return !this.closed;
	}

	private synchronized boolean isAwake() {
		return this.state == State.AWAKE;
	}

	private synchronized Duration quietTime() {
		return this.quietTime;
	}

	void suspend() throws InterruptedException {
		synchronized (this) {
			while (this.state == State.WAKING || this.state == State.SUSPENDING) {
				wait();
			}
			if (this.state == State.ASLEEP) {
				return;
			}
			this.state = State.SUSPENDING;
		}
		finishSuspension();
	}

	// A client may have been let in while the server was asked
	private synchronized boolean fallAsleep() {
		if (this.state != State.AWAKE || this.activity.knownQuietTime().compareTo(this.quietTime) < 0) {
			return false;
		}
		this.state = State.SUSPENDING;
		return true;
	}

	private void finishSuspension() {
		endSessions();
		synchronized (this) {
			this.state = State.ASLEEP;
			this.awakeBefore = this.awakeBefore.plusNanos(System.nanoTime() - this.awakeSince);
			notifyAll();
		}
	}

	// A client that was let in just before may not have logged in yet
	private void endSessions() {
		long deadline = System.nanoTime() + LOGIN_TIME.toNanos();
		boolean loggingIn;
		do {
			loggingIn = this.admitted.stream().anyMatch((link) -> link.isOpen() && link.getBackendPid() == 0);
			terminateAll();
		}
		while (loggingIn && System.nanoTime() - deadline < 0);
		this.admitted.stream().filter((link) -> link.getBackendPid() == 0).forEach(this::turnAway);
	}

	// It takes too long to log in, and must not get through to a sleeping compute
	private void turnAway(Link link) {
		try {
			link.cut(Cut.FIN);
		}
		catch (IllegalStateException ex) {
			// It has gone by itself
		}
	}

	private void terminateAll() {
		try {
			this.server.terminateAll();
		}
		catch (IllegalStateException ex) {
			// The server is stopped, and there are no sessions
		}
	}

	synchronized boolean isAsleep() {
		return this.state == State.ASLEEP;
	}

	synchronized void awaitAsleep() {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (this.state != State.ASLEEP) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				throw new IllegalStateException("The compute is not asleep after " + PATIENCE);
			}
			try {
				wait(left / 1_000_000 + 1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while the compute was to fall asleep", ex);
			}
		}
	}

	synchronized int getWakes() {
		return this.wakes;
	}

	synchronized Duration getAwakeTime() {
		return (this.state != State.ASLEEP) ? this.awakeBefore.plusNanos(System.nanoTime() - this.awakeSince)
				: this.awakeBefore;
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			notifyAll();
		}
		this.activity.close();
	}

	private enum State {

		AWAKE, SUSPENDING, ASLEEP, WAKING

	}

}
