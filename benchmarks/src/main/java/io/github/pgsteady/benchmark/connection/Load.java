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

package io.github.pgsteady.benchmark.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.Assert;

/**
 * Users of an application: each makes one call after the other, whether they succeed or
 * not, until they are sent away.
 */
final class Load implements AutoCloseable {

	private final Runnable call;

	private final ExecutorService users;

	private final LongAdder successes = new LongAdder();

	private volatile CompletableFuture<Long> nextSuccess = new CompletableFuture<>();

	private volatile boolean closed;

	private Load(int users, Runnable call) {
		this.call = call;
		this.users = Executors.newFixedThreadPool(users);
	}

	/**
	 * Let users come.
	 * @param users how many
	 * @param call what each of them does
	 * @return the load
	 */
	static Load of(int users, Runnable call) {
		Load load = new Load(users, call);
		for (int i = 0; i < users; i++) {
			load.users.execute(load::run);
		}
		return load;
	}

	private void run() {
		while (!this.closed) {
			try {
				this.call.run();
				this.successes.increment();
				this.nextSuccess.complete(System.nanoTime());
			}
			catch (DataAccessException | TransactionException ex) {
				// The database is away, and the next user does not know
			}
		}
	}

	/**
	 * Return how many calls have succeeded.
	 * @return the number
	 */
	long getSuccesses() {
		return this.successes.sum();
	}

	/**
	 * Return when the next call succeeds.
	 * @return the value of {@link System#nanoTime()}, once it has happened
	 */
	Future<Long> nextSuccess() {
		CompletableFuture<Long> next = new CompletableFuture<>();
		this.nextSuccess = next;
		return next;
	}

	@Override
	public void close() {
		this.closed = true;
		// Some may be waiting for a connection
		this.users.shutdownNow();
		try {
			Assert.state(this.users.awaitTermination(30, TimeUnit.SECONDS), "A call does not end");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
