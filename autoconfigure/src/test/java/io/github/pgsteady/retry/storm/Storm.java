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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.LinkEnd;

import static org.awaitility.Awaitility.await;

/**
 * Many threads write to a ledger while disasters strike. Afterwards what their callers
 * were told is held against what the database has.
 */
final class Storm {

	private static final int THREADS = 16;

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final PostgresSimulation postgres;

	private final Variant variant;

	private final List<LedgerApplication> applications;

	Storm(PostgresSimulation postgres, Variant variant, List<LedgerApplication> applications) {
		this.postgres = postgres;
		this.variant = variant;
		this.applications = applications;
	}

	/**
	 * Let a storm rage, until there have been enough disasters and enough calls.
	 * @param disaster what strikes
	 * @param strikes how often at least
	 * @param calls how many calls there are at least
	 * @param seed decides where it strikes
	 * @return what became of it
	 */
	StormReport rage(Disaster disaster, int strikes, int calls, long seed) throws Exception {
		this.postgres.execute("truncate ledger");
		this.postgres.getProxy().getJournal().clear();
		ConcurrentLinkedQueue<Call> made = new ConcurrentLinkedQueue<>();
		Writers writers = new Writers(made);
		Battlefield field = new Battlefield(this.postgres, disaster, writers::getCount, seed);
		int struck;
		try (writers; field) {
			writers.begin();
			field.begin();
			await().atMost(Duration.ofMinutes(15))
				.until(() -> writers.isBroken() || (field.getStrikes() >= strikes && writers.getCount() >= calls));
			struck = field.getStrikes();
		}
		finally {
			calm();
		}
		writers.check();
		List<LinkEnd> ends = this.postgres.getProxy().getJournal().getEnds();
		return StormReport.of(this.variant, disaster, struck, List.copyOf(made), stored(), new LinkLosses(ends));
	}

	// Until nothing is under way that may still be executed. The next storm finds no
	// connection that this one has ruined
	private void calm() {
		await().atMost(PATIENCE).until(() -> disconnect() == 0);
	}

	// Again and again: a pool may still be making a connection that nobody waits for any
	// more
	private long disconnect() {
		this.applications.forEach(LedgerApplication::disconnect);
		this.postgres.getProxy().getLinks().cut(Cut.FIN);
		return this.postgres.queryForLong(
				"select count(*) from pg_stat_activity where usename = '" + this.postgres.getUsername() + "'");
	}

	private Map<String, Integer> stored() {
		Map<String, Integer> stored = new HashMap<>();
		this.postgres.queryForList("select business_key from ledger")
			.forEach((key) -> stored.merge(key, 1, Integer::sum));
		return stored;
	}

	/**
	 * Those who write. Each application has the same number of them.
	 */
	private final class Writers implements AutoCloseable {

		private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

		private final List<Future<?>> running = new ArrayList<>();

		private final ConcurrentLinkedQueue<Call> made;

		private final AtomicInteger count = new AtomicInteger();

		private volatile boolean over;

		Writers(ConcurrentLinkedQueue<Call> made) {
			this.made = made;
		}

		void begin() {
			for (int thread = 0; thread < THREADS; thread++) {
				int number = thread;
				LedgerApplication application = Storm.this.applications.get(number % Storm.this.applications.size());
				this.running.add(this.threads.submit(() -> write(application, number)));
			}
		}

		private void write(LedgerApplication application, int thread) {
			List<Access> accesses = application.getAccesses();
			for (int i = 0; !this.over; i++) {
				Access access = accesses.get((thread + i) % accesses.size());
				this.made.add(call(application, access, "%s-%s-%s".formatted(access.name(), thread, i)));
				this.count.incrementAndGet();
			}
		}

		// The key is made here, outside of whatever is repeated
		private Call call(LedgerApplication application, Access access, String key) {
			Runnable call = application.prepare(access, key);
			Instant begun = Instant.now();
			try {
				Storm.this.variant.call(call);
				return new Call(access, key, begun, Instant.now(), null);
			}
			catch (RuntimeException ex) {
				return new Call(access, key, begun, Instant.now(), ex);
			}
		}

		int getCount() {
			return this.count.get();
		}

		boolean isBroken() {
			return this.running.stream().anyMatch(Future::isDone);
		}

		// What somebody still writes must not get into the next storm, where the same key
		// is written once more
		@Override
		public void close() {
			this.over = true;
			this.threads.shutdown();
			await().atMost(PATIENCE).until(this.threads::isTerminated);
		}

		void check() throws Exception {
			for (Future<?> writer : this.running) {
				writer.get();
			}
		}

	}

}
