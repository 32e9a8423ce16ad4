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

package io.github.pgsteady.retry.storm;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.Link;

/**
 * Where disasters strike, one after the other, and how many have.
 */
final class Battlefield implements AutoCloseable {

	private final PostgresSimulation postgres;

	private final Disaster disaster;

	private final IntSupplier calls;

	private final Random random;

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);

	private final List<FaultInjection> injections = new CopyOnWriteArrayList<>();

	private final AtomicInteger struck = new AtomicInteger();

	private volatile @Nullable Throwable failure;

	private @Nullable Connection admin;

	private int number;

	private int callsBefore;

	/**
	 * Create a new instance.
	 * @param postgres where it strikes
	 * @param disaster what strikes
	 * @param calls how many calls there have been
	 * @param seed decides where exactly
	 */
	Battlefield(PostgresSimulation postgres, Disaster disaster, IntSupplier calls, long seed) {
		this.postgres = postgres;
		this.disaster = disaster;
		this.calls = calls;
		this.random = new Random(seed);
	}

	void begin() {
		long pace = this.disaster.getPace().toMillis();
		this.scheduler.scheduleWithFixedDelay(this::strike, pace, pace, TimeUnit.MILLISECONDS);
	}

	// On a slow machine not every call is to be hit
	private void strike() {
		if (this.calls.getAsInt() - this.callsBefore < this.disaster.getCallsBetween()) {
			return;
		}
		try {
			this.disaster.strike(this);
			this.number++;
			this.callsBefore = this.calls.getAsInt();
		}
		catch (RuntimeException | Error ex) {
			this.failure = ex;
			throw ex;
		}
	}

	/**
	 * Return how many disasters have struck.
	 * @return the number
	 * @throws IllegalStateException if there will be no more, because the storm itself
	 * failed
	 */
	int getStrikes() {
		if (this.failure != null) {
			throw new IllegalStateException("The storm has failed", this.failure);
		}
		return this.struck.get() + this.injections.stream().mapToInt(FaultInjection::getFired).sum();
	}

	PostgresSimulation postgres() {
		return this.postgres;
	}

	// Of the strike
	int number() {
		return this.number;
	}

	void struck() {
		this.struck.incrementAndGet();
	}

	// The pool may have closed it meanwhile
	boolean cut(Link link, Cut cut) {
		try {
			link.cut(cut);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	@SafeVarargs
	final <T> T anyOf(T... values) {
		return values[this.random.nextInt(values.length)];
	}

	@Nullable Link anyLink() {
		List<Link> links = this.postgres.getProxy().getLinks().where((link) -> link.getBackendPid() != 0).toList();
		return links.isEmpty() ? null : links.get(this.random.nextInt(links.size()));
	}

	boolean terminate(int pid) {
		try {
			if (this.admin == null) {
				this.admin = this.postgres.getServer().openAdminConnection("postgres");
			}
			try (PreparedStatement statement = this.admin.prepareStatement("select pg_terminate_backend(?)")) {
				statement.setInt(1, pid);
				ResultSet result = statement.executeQuery();
				return result.next() && result.getBoolean(1);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// The server refuses two changes of a role at a time
	synchronized void limitConnections(int limit) {
		this.postgres.getServer().setConnectionLimit(limit);
	}

	FaultInjection inject(Fault fault) {
		return this.postgres.getProxy().inject(fault);
	}

	/**
	 * Inject a fault that waits for its moment, and strikes when it comes.
	 * @param fault the fault
	 */
	void injectOnce(Fault fault) {
		this.injections.add(inject(fault));
	}

	void lift(FaultInjection injection, Duration delay) {
		later(injection::close, delay);
	}

	void later(Runnable task, Duration delay) {
		this.scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Let nothing strike any more, and undo what lasts.
	 */
	@Override
	public void close() {
		// What is to be undone is undone
		this.scheduler.shutdown();
		try {
			if (!this.scheduler.awaitTermination(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The storm does not end");
			}
			if (this.admin != null) {
				this.admin.close();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		this.postgres.getProxy().heal();
		this.postgres.getServer().startAgain();
		limitConnections(-1);
	}

}
