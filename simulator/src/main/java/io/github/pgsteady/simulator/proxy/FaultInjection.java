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
import java.util.Map;
import java.util.Random;
import java.util.WeakHashMap;

/**
 * A {@link Fault} in effect. Closing it lifts it.
 *
 * @since 0.1.0
 */
public final class FaultInjection implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Fault fault;

	private final Faults faults;

	// Of links that were there when the fault came: how much had passed by then
	private final Map<Link, Long> bytesBefore = new WeakHashMap<>();

	// Amounts that look random, and are the same in each run
	private final Random random = new Random(42);

	// Moments that are left, or always
	private int left;

	private int fired;

	private boolean lifted;

	FaultInjection(Fault fault, Faults faults) {
		this.fault = fault;
		this.faults = faults;
		this.left = fault.times();
	}

	Fault fault() {
		return this.fault;
	}

	// Take one of the moments, for a link that the fault concerns
	boolean reserve(Link link) {
		// Outside the lock, since it asks the link
		return this.fault.concerns(link) && reserve();
	}

	private synchronized boolean reserve() {
		if (this.left == 0 || this.lifted) {
			return false;
		}
		if (this.left > 0) {
			this.left--;
		}
		return true;
	}

	// Give it back: it did not come to that
	synchronized void release() {
		if (this.left != Fault.ALWAYS) {
			this.left++;
		}
	}

	synchronized boolean isSpent() {
		return this.left == 0;
	}

	synchronized boolean isLifted() {
		return this.lifted;
	}

	synchronized void lifted() {
		this.lifted = true;
	}

	// Let it happen to a link, with a moment reserved
	void fire(Link link, Fault.Effect.End end) {
		if (!end.end(link, this.fault.toString(), this::happened)) {
			release();
		}
	}

	synchronized void happened() {
		this.fired++;
		notifyAll();
	}

	synchronized void startCounting(Link link, long bytes) {
		this.bytesBefore.put(link, bytes);
	}

	synchronized long bytesSince(Link link, long bytes) {
		return bytes - this.bytesBefore.getOrDefault(link, 0L);
	}

	synchronized Duration delay(Fault.Effect.Delay delay) {
		return delay.delay().plusNanos((long) (this.random.nextDouble() * delay.jitter().toNanos()));
	}

	/**
	 * Return how often the fault has happened. For one that lasts until it is lifted it
	 * is 0.
	 * @return the number
	 */
	public synchronized int getFired() {
		return this.fired;
	}

	/**
	 * Wait until the fault has happened.
	 * @throws IllegalStateException if it has not within 30 s, or the thread is
	 * interrupted
	 */
	public void awaitFired() {
		awaitFired(1, PATIENCE);
	}

	/**
	 * Wait until the fault has happened a number of times.
	 * @param times the number, counted from its beginning
	 * @param patience how long to wait at most
	 * @throws IllegalStateException if it has not by then, or the thread is interrupted
	 */
	public synchronized void awaitFired(int times, Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		while (this.fired < times) {
			long millis = (deadline - System.nanoTime()) / 1_000_000;
			if (millis <= 0) {
				throw new IllegalStateException("The fault '%s' has happened %s times within %s, not %s times"
					.formatted(this.fault, this.fired, patience, times));
			}
			Waits.await(this, millis);
		}
	}

	/**
	 * Lift the fault. What it held up goes on; links that it ended stay ended. A second
	 * call does nothing.
	 */
	@Override
	public void close() {
		this.faults.lift(this);
	}

	@Override
	public String toString() {
		return this.fault.toString();
	}

}
