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

package io.github.pgsteady.benchmark.scale;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.Assert;

import io.github.pgsteady.retry.OutcomeUnknownException;

/**
 * Threads that make one call after the other, whether they succeed or not.
 */
final class Crowd implements AutoCloseable {

	private static final int TURN = 20;

	private final List<Runnable> calls;

	private final boolean virtual;

	private final ExecutorService executor;

	private final LongAdder successes = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder unknown = new LongAdder();

	private final Served nobody = new Served(0);

	private volatile Served served = this.nobody;

	private volatile boolean closed;

	private Crowd(List<Runnable> calls, Size size) {
		this.calls = calls;
		this.virtual = size.virtual();
		this.executor = Threads.of(size.threads(), size.virtual());
	}

	static Crowd of(Size size, List<Runnable> calls) {
		Crowd crowd = new Crowd(calls, size);
		for (int i = 0; i < size.threads(); i++) {
			int first = i;
			crowd.executor.execute(() -> crowd.run(first));
		}
		return crowd;
	}

	private void run(int first) {
		Served last = this.nobody;
		int made = 0;
		for (int i = first % this.calls.size(); !this.closed; i = (i + 1) % this.calls.size()) {
			Served current = this.served;
			if (call(this.calls.get(i)) && current != last) {
				last = current;
				current.countDown();
			}
			if (this.virtual && ++made % TURN == 0) {
				// The driver of most benchmarks never waits, and nobody takes the turn
				// from a virtual thread. One that yields has the next turn, too: it has
				// to wait
				LockSupport.parkNanos(1);
			}
		}
	}

	private boolean call(Runnable call) {
		try {
			call.run();
			this.successes.increment();
			return true;
		}
		catch (DataAccessException | TransactionException ex) {
			this.failures.increment();
			if (ex instanceof OutcomeUnknownException) {
				this.unknown.increment();
			}
			return false;
		}
	}

	long getSuccesses() {
		return this.successes.sum();
	}

	long getFailures() {
		return this.failures.sum();
	}

	/**
	 * Return how many of those that failed said that nobody knows whether they had
	 * committed.
	 * @return the number
	 */
	long getUnknown() {
		return this.unknown.sum();
	}

	/**
	 * Begin to watch who makes a call from now on that succeeds.
	 * @param threads how many have to
	 * @return says when they have
	 */
	Served watch(int threads) {
		Served watched = new Served(threads);
		this.served = watched;
		return watched;
	}

	@Override
	public void close() {
		this.closed = true;
		this.executor.shutdown();
		try {
			Assert.state(this.executor.awaitTermination(60, TimeUnit.SECONDS), "A call does not end");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Those who have made a call that succeeded.
	 */
	static final class Served {

		private final AtomicInteger left;

		private final CountDownLatch latch = new CountDownLatch(1);

		private final long begun = System.nanoTime();

		private volatile long ended;

		private Served(int threads) {
			this.left = new AtomicInteger(threads);
		}

		private void countDown() {
			if (this.left.decrementAndGet() == 0) {
				this.ended = System.nanoTime();
				this.latch.countDown();
			}
		}

		/**
		 * Wait until all have.
		 * @return how long that was, in milliseconds
		 * @throws InterruptedException if the thread is interrupted
		 */
		double await() throws InterruptedException {
			Assert.state(this.latch.await(60, TimeUnit.SECONDS), () -> this.left + " threads do not recover");
			return (this.ended - this.begun) / 1e6;
		}

	}

}
