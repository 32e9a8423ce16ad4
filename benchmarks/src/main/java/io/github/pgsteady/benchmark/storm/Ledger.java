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

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.springframework.util.Assert;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.proxy.Cut;

/**
 * A table of a simulated database. No constraint keeps a key from being stored twice.
 */
final class Ledger {

	private static final List<String> SCHEMA = List.of(
			"create table ledger (id bigserial, business_key text not null, side text not null)",
			"grant all on ledger to public", "grant all on sequence ledger_id_seq to public");

	private final PostgresSimulation simulation;

	private Ledger(PostgresSimulation simulation) {
		this.simulation = simulation;
	}

	/**
	 * Create the table.
	 * @param simulation where
	 * @return the ledger
	 */
	static Ledger create(PostgresSimulation simulation) {
		SCHEMA.forEach(simulation::execute);
		return new Ledger(simulation);
	}

	PostgresSimulation getSimulation() {
		return this.simulation;
	}

	/**
	 * Return the URL of the database, through the proxy.
	 * @return the URL
	 */
	String getJdbcUrl() {
		String url = this.simulation.getJdbcUrl();
		return (this.simulation instanceof Neon) ? url + "?sslmode=require" : url;
	}

	/**
	 * Empty it.
	 */
	void clear() {
		this.simulation.heal();
		this.simulation.execute("truncate ledger");
	}

	/**
	 * Wait until nothing is under way that may still be executed.
	 * @throws InterruptedException if the thread is
	 */
	void calm() throws InterruptedException {
		this.simulation.getProxy().heal();
		this.simulation.getServer().startAgain();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (sessions() > 0) {
			Assert.state(System.nanoTime() < deadline, "There are still sessions of the application");
			this.simulation.getProxy().getLinks().cut(Cut.FIN);
			TimeUnit.MILLISECONDS.sleep(5);
		}
	}

	private long sessions() {
		return this.simulation.queryForLong(
				"select count(*) from pg_stat_activity where usename = '" + this.simulation.getUsername() + "'");
	}

	/**
	 * Hold against the ledger what users were told.
	 * @param calls their calls
	 * @return what differs
	 */
	Audit audit(Collection<Call> calls) {
		Map<String, Integer> debits = stored("debit");
		Map<String, Integer> credits = stored("credit");
		Predicate<Call> complete = (call) -> debits.containsKey(call.key()) && credits.containsKey(call.key());
		Predicate<Call> partial = (call) -> debits.containsKey(call.key()) != credits.containsKey(call.key());
		Predicate<Call> twice = (call) -> debits.getOrDefault(call.key(), 0) > 1
				|| credits.getOrDefault(call.key(), 0) > 1;
		return new Audit(count(calls, (call) -> call.isAcknowledged() && !complete.test(call)), count(calls, twice),
				count(calls, partial), count(calls, (call) -> call.isDenied() && complete.test(call)));
	}

	private Map<String, Integer> stored(String side) {
		Map<String, Integer> stored = new HashMap<>();
		this.simulation.queryForList("select business_key from ledger where side = '" + side + "'")
			.forEach((key) -> stored.merge(key, 1, Integer::sum));
		return stored;
	}

	private static long count(Collection<Call> calls, Predicate<Call> condition) {
		return calls.stream().filter(condition).count();
	}

	/**
	 * How many calls ended otherwise than their users were told.
	 *
	 * @param lost how many were acknowledged, and are not there
	 * @param doubled how many are there more than once
	 * @param half how many have only one of their two rows there
	 * @param denied how many failed, did not say that nobody knows, and are there
	 */
	record Audit(long lost, long doubled, long half, long denied) {

	}

}
