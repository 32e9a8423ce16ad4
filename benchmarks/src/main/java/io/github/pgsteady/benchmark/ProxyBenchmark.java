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

package io.github.pgsteady.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.util.Assert;

import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.server.PostgresServer;

/**
 * Measures what the simulator costs: a round trip through its idle proxy beside one
 * straight to the server, many links at once, the start of a server, and a fresh
 * database.
 *
 * @since 0.1.0
 */
public final class ProxyBenchmark {

	static final String DIRECT = "round trip, direct";

	static final String PROXY = "round trip, through the proxy";

	static final String DIRECT_ROUND = "round of all links, direct";

	static final String PROXY_ROUND = "round of all links, through the proxy";

	static final String START = "start of a server";

	static final String DATABASE = "fresh database";

	private static final int STATEMENTS_OF_BLOCK = 2000;

	private static final int WARM_UP_BLOCKS = 5;

	private final int statements;

	private final int links;

	private final Map<String, Durations> durations = new LinkedHashMap<>();

	private ProxyBenchmark(int statements, int links) {
		this.statements = statements;
		this.links = links;
	}

	/**
	 * Print what was measured.
	 * @param args the number of blocks of round trips on either way
	 * @throws Exception if something does not answer
	 */
	public static void main(String[] args) throws Exception {
		int blocks = Integer.parseInt(args[0]);
		Map<String, Durations> durations = run(WARM_UP_BLOCKS, blocks, STATEMENTS_OF_BLOCK, 200);
		System.out.printf("%n%s blocks of %s on either way, by turns, after %s of each that do not count; Java %s%n%n",
				blocks, STATEMENTS_OF_BLOCK, WARM_UP_BLOCKS, Runtime.version());
		System.out.println("| ms | count | minimum | median | 99th percentile | maximum |");
		System.out.println("|---|---|---|---|---|---|");
		durations
			.forEach((name, measured) -> System.out.printf("| %s | %s | %s |%n", name, measured.count(), measured));
		System.out.printf(Locale.ROOT, "%nDifference of the medians of a round trip: %+.3f ms%n",
				median(durations, PROXY) - median(durations, DIRECT));
	}

	private static double median(Map<String, Durations> durations, String name) {
		Durations measured = durations.get(name);
		return (measured != null) ? measured.median() : Double.NaN;
	}

	/**
	 * Measure everything.
	 * @param warmUpBlocks the number of blocks on either way before
	 * @param blocks the number of blocks on either way
	 * @param statements the number of statements of a block
	 * @param links the number of links at once
	 * @return what was measured, by name
	 * @throws Exception if something does not answer
	 */
	static Map<String, Durations> run(int warmUpBlocks, int blocks, int statements, int links) throws Exception {
		ProxyBenchmark benchmark = new ProxyBenchmark(statements, links);
		try (Postgres postgres = Postgres.builder().maxConnections(links + 10).start()) {
			benchmark.measureRoundTrips(postgres, warmUpBlocks, blocks);
			benchmark.measureRounds(postgres, blocks);
			benchmark.measureDatabases(postgres.getServer(), blocks);
		}
		benchmark.measureStarts(Math.max(blocks / 4, 1));
		return benchmark.durations;
	}

	private void measureRoundTrips(Postgres postgres, int warmUpBlocks, int blocks) throws SQLException {
		try (Connection direct = connectDirectly(postgres);
				Connection proxied = postgres.connect();
				PreparedStatement directStatement = direct.prepareStatement("select 1");
				PreparedStatement proxiedStatement = proxied.prepareStatement("select 1")) {
			for (int i = -warmUpBlocks; i < blocks; i++) {
				// Neither is always the first
				boolean directFirst = (i % 2 == 0);
				long[] first = block(directFirst ? directStatement : proxiedStatement);
				long[] second = block(directFirst ? proxiedStatement : directStatement);
				if (i >= 0) {
					add(DIRECT, directFirst ? first : second);
					add(PROXY, directFirst ? second : first);
				}
			}
		}
	}

	private long[] block(PreparedStatement statement) throws SQLException {
		long[] block = new long[this.statements];
		for (int i = 0; i < this.statements; i++) {
			long start = System.nanoTime();
			statement.executeQuery().close();
			block[i] = System.nanoTime() - start;
		}
		return block;
	}

	// One way after the other: the server has no place for both at once
	private void measureRounds(Postgres postgres, int rounds) throws Exception {
		measureRounds(DIRECT_ROUND, () -> connectDirectly(postgres), rounds);
		measureRounds(PROXY_ROUND, postgres::connect, rounds);
		Assert.state(postgres.getProxy().getConnections() >= this.links, "Not all went through the proxy");
	}

	private void measureRounds(String name, Callable<Connection> connect, int rounds) throws Exception {
		List<Connection> connections = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(this.links);
		AtomicLong start = new AtomicLong();
		// All are there before one begins, so each has a thread of its own
		CyclicBarrier barrier = new CyclicBarrier(this.links, () -> start.set(System.nanoTime()));
		try {
			List<Callable<Integer>> queries = new ArrayList<>();
			for (int i = 0; i < this.links; i++) {
				Connection connection = connect.call();
				connections.add(connection);
				PreparedStatement statement = connection.prepareStatement("select 1");
				queries.add(() -> {
					barrier.await();
					return statement.execute() ? 1 : 0;
				});
			}
			// The first round starts the threads
			for (int i = -1; i < rounds; i++) {
				awaitAnswers(threads.invokeAll(queries));
				if (i >= 0) {
					add(name, System.nanoTime() - start.get());
				}
			}
		}
		finally {
			threads.shutdownNow();
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	private void awaitAnswers(List<Future<Integer>> queries) throws Exception {
		int answers = 0;
		for (Future<Integer> query : queries) {
			answers += query.get();
		}
		Assert.state(answers == this.links, "Not all links have answered");
	}

	private void measureDatabases(PostgresServer server, int count) {
		for (int i = 0; i < count; i++) {
			long start = System.nanoTime();
			String database = server.createDatabase();
			add(DATABASE, System.nanoTime() - start);
			server.dropDatabase(database);
		}
	}

	private void measureStarts(int count) {
		for (int i = 0; i < count; i++) {
			long start = System.nanoTime();
			try (PostgresServer server = PostgresServer.start()) {
				add(START, System.nanoTime() - start);
				Assert.state(server.isRunning(), "The server is not running");
			}
		}
	}

	private void add(String name, long... nanoseconds) {
		this.durations.computeIfAbsent(name, (key) -> new Durations()).add(nanoseconds);
	}

	private static Connection connectDirectly(Postgres postgres) throws SQLException {
		String url = postgres.getServer().getJdbcUrl(postgres.getDatabase());
		return DriverManager.getConnection(url, postgres.getUsername(), postgres.getPassword());
	}

}
