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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.InFlight.Progress;
import io.github.pgsteady.simulator.server.StopMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the {@link Journal} tells the truth: many clients commit while all kinds of
 * faults happen, and afterwards each word of it is held against what the database has.
 */
@SimulatedPostgres
class JournalStormIntegrationTests {

	private static final int CLIENTS = 8;

	private static final int FAULTS = 120;

	private final AtomicInteger ids = new AtomicInteger();

	private final Map<Integer, Outcome> outcomes = new ConcurrentHashMap<>();

	private final AtomicBoolean over = new AtomicBoolean();

	@Test
	void journalTellsTheTruthInAStorm(PostgresSimulation postgres) throws Exception {
		postgres.execute("create table payment (id int primary key)");
		postgres.execute("grant all on payment to public");
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int client = 0; client < CLIENTS; client++) {
				running.add(clients.submit(() -> pay(postgres)));
			}
			rage(postgres, new Random(4711));
			this.over.set(true);
			postgres.getProxy().heal();
			for (Future<?> client : running) {
				client.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			clients.shutdownNow();
		}
		List<LinkEnd> ends = postgres.getProxy().getJournal().getEnds();
		postgres.getProxy().close();
		await().until(() -> postgres.queryForLong(
				"select count(*) from pg_stat_activity where usename = '" + postgres.getUsername() + "'") == 0);
		judge(ends, payments(postgres));
	}

	private void pay(PostgresSimulation postgres) {
		while (!this.over.get()) {
			try (Connection connection = connect(postgres); Statement statement = connection.createStatement()) {
				for (int i = 0; i < 20 && !this.over.get(); i++) {
					pay(statement, this.ids.incrementAndGet());
				}
			}
			catch (SQLException ex) {
				// The next connection may have more luck
			}
		}
	}

	private void pay(Statement statement, int id) throws SQLException {
		this.outcomes.put(id, Outcome.NOT_COMMITTED);
		statement.execute("begin");
		statement.execute("insert into payment values (" + id + ")");
		this.outcomes.put(id, Outcome.UNKNOWN);
		statement.execute("commit /* " + id + " */");
		this.outcomes.put(id, Outcome.COMMITTED);
	}

	private void rage(PostgresSimulation postgres, Random random) throws InterruptedException {
		CountDownLatch pause = new CountDownLatch(1);
		for (int i = 0; i < FAULTS; i++) {
			Cut cut = Cut.values()[random.nextInt(3)];
			Direction direction = Direction.values()[random.nextInt(2)];
			switch (random.nextInt(9)) {
				case 0 -> postgres.getProxy().inject(Fault.cut(cut).beforeCommit());
				case 1 -> postgres.getProxy().inject(Fault.cut(cut).afterCommit());
				case 2 -> postgres.getProxy().inject(Fault.cut(cut).afterStatement("insert"));
				case 3 -> postgres.getProxy().inject(Fault.cut(cut).afterBytes(random.nextInt(3000), direction));
				case 4 -> postgres.getProxy().getLinks().where((link) -> link.getId() % 2 == 0).cut(cut);
				case 5 -> postgres.getServer().terminateAll();
				case 6 -> lift(postgres.getProxy().inject(Fault.stall(direction)), pause);
				case 7 ->
					lift(postgres.getProxy().inject(Fault.delay(Duration.ofMillis(2), Duration.ofMillis(5))), pause);
				default -> {
					if (i % 3 == 0) {
						postgres.getServer().restart((i % 2 == 0) ? StopMode.FAST : StopMode.IMMEDIATE);
					}
				}
			}
			pause.await(20, TimeUnit.MILLISECONDS);
		}
	}

	private void lift(FaultInjection injection, CountDownLatch pause) throws InterruptedException {
		pause.await(100, TimeUnit.MILLISECONDS);
		injection.close();
	}

	private void judge(List<LinkEnd> ends, Set<Integer> stored) {
		Map<Integer, InFlight> commits = commits(ends);
		assertThat(commits.values()).extracting(InFlight::progress).contains(Progress.HELD, Progress.EXECUTED);
		this.outcomes.forEach((id, outcome) -> {
			InFlight commit = commits.get(id);
			switch (outcome) {
				case COMMITTED -> assertThat(stored).as("client of %s heard of the commit", id).contains(id);
				case NOT_COMMITTED -> assertThat(stored).as("client of %s sent no commit", id).doesNotContain(id);
				default -> {
					if (commit != null && commit.progress() == Progress.HELD) {
						assertThat(stored).as("%s: %s", id, commit).doesNotContain(id);
					}
					if (commit != null && commit.progress() == Progress.EXECUTED) {
						assertThat(stored.contains(id)).as("%s: %s", id, commit)
							.isEqualTo("COMMIT".equals(commit.answer()));
					}
					if (commit != null && commit.progress() == Progress.FAILED) {
						assertThat(stored).as("%s: %s", id, commit).doesNotContain(id);
					}
				}
			}
		});
		assertThat(stored).as("nothing but what somebody wanted").isSubsetOf(this.outcomes.keySet());
	}

	private Map<Integer, InFlight> commits(List<LinkEnd> ends) {
		Map<Integer, InFlight> commits = new HashMap<>();
		ends.stream()
			.flatMap((end) -> end.inFlight().stream())
			.filter((statement) -> statement.kind() == StatementKind.COMMIT)
			.forEach((commit) -> commits.put(Integer.valueOf(commit.sql().replaceAll("\\D", "")), commit));
		return commits;
	}

	private static Set<Integer> payments(PostgresSimulation postgres) {
		return postgres.queryForList("select id from payment")
			.stream()
			.map(Integer::valueOf)
			.collect(Collectors.toSet());
	}

	private static Connection connect(PostgresSimulation postgres) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", postgres.getUsername());
		properties.setProperty("password", postgres.getPassword());
		properties.setProperty("socketTimeout", "1");
		properties.setProperty("loginTimeout", "2");
		return DriverManager.getConnection(postgres.getJdbcUrl(), properties);
	}

	private enum Outcome {

		NOT_COMMITTED, UNKNOWN, COMMITTED

	}

}
