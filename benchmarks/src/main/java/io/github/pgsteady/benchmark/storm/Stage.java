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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.proxy.Link;

/**
 * What a storm can do: the database, the users of one or several instances of the
 * application, and a seed that decides where it strikes.
 */
final class Stage implements AutoCloseable {

	private final Storm storm;

	private final Contender contender;

	private final Ledger ledger;

	private final StormTimes times;

	private final Random random;

	private final Deque<LedgerApplication> instances = new ArrayDeque<>();

	private final List<Users> users = new ArrayList<>();

	private @Nullable Connection admin;

	Stage(Storm storm, Contender contender, Ledger ledger, StormTimes times, long seed) {
		this.storm = storm;
		this.contender = contender;
		this.ledger = ledger;
		this.times = times;
		this.random = new Random(seed);
	}

	/**
	 * Start an instance of the application.
	 * @return the instance
	 */
	LedgerApplication start() {
		LedgerApplication instance = LedgerApplication.start(this.contender, this.ledger,
				this.storm.properties(this.contender));
		this.instances.add(instance);
		return instance;
	}

	/**
	 * Let users come to an instance.
	 * @param instance the instance
	 * @return the users
	 */
	Users enter(LedgerApplication instance) {
		Users users = Users.of(this.storm.getUsers(), instance, String.valueOf(this.users.size()),
				this.storm.getPause());
		this.users.add(users);
		return users;
	}

	/**
	 * Return those who came last, whose trouble it is.
	 * @return the users
	 */
	Users getLastUsers() {
		return this.users.get(this.users.size() - 1);
	}

	List<Call> getCalls() {
		return this.users.stream().flatMap((users) -> users.getCalls().stream()).toList();
	}

	StormTimes times() {
		return this.times;
	}

	PostgresSimulation simulation() {
		return this.ledger.getSimulation();
	}

	FaultProxy proxy() {
		return simulation().getProxy();
	}

	void pause(Duration time) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(time.toNanos());
	}

	/**
	 * Strike again and again.
	 * @param pace how long after a strike the next one follows
	 * @param time how long the storm lasts
	 * @param strike what happens
	 * @throws InterruptedException if the thread is interrupted
	 */
	void every(Duration pace, Duration time, Runnable strike) throws InterruptedException {
		long begun = System.nanoTime();
		while (System.nanoTime() - begun < time.toNanos()) {
			strike.run();
			pause(pace);
		}
	}

	/**
	 * Wait until the number of connections does not grow any more.
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitPeace() throws InterruptedException {
		long begun = System.nanoTime();
		long grown = begun;
		int most = 0;
		while (System.nanoTime() - grown < this.times.settled().toNanos()
				&& System.nanoTime() - begun < this.times.settling().toNanos()) {
			int count = proxy().getLinks().count();
			if (count > most) {
				most = count;
				grown = System.nanoTime();
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
	}

	@SafeVarargs
	final <T> T anyOf(T... values) {
		return values[this.random.nextInt(values.length)];
	}

	@Nullable Link anyLink(Predicate<Link> filter) {
		List<Link> links = proxy().getLinks().where((link) -> link.getBackendPid() != 0).where(filter).toList();
		return links.isEmpty() ? null : links.get(this.random.nextInt(links.size()));
	}

	void terminate(Link link) {
		try {
			if (this.admin == null) {
				this.admin = simulation().getServer().openAdminConnection("postgres");
			}
			try (PreparedStatement statement = this.admin.prepareStatement("select pg_terminate_backend(?)")) {
				statement.setInt(1, link.getBackendPid());
				statement.execute();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Let everybody finish their call, and stop all instances: those that came first make
	 * room for those that have none.
	 */
	@Override
	public void close() {
		this.users.forEach(Users::sendAway);
		for (Users some : this.users) {
			some.close();
			this.instances.remove().close();
		}
		this.instances.forEach(LedgerApplication::close);
		try {
			if (this.admin != null) {
				this.admin.close();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
