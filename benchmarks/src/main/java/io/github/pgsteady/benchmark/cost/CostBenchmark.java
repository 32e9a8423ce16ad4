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

package io.github.pgsteady.benchmark.cost;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Microbenchmark;
import io.github.pgsteady.benchmark.connection.StubDriver;
import io.github.pgsteady.simulator.provider.Postgres;

/**
 * Measures with JMH what pgsteady costs while nothing is wrong, beside what a user would
 * pick instead: on a driver that answers at once, and on a server that is reached over
 * loopback, without the proxy, and whose commits do not wait for a disk.
 *
 * @since 0.1.0
 */
public final class CostBenchmark {

	private static final String TABLE_HEAD = """
			| min / median / max of the JVMs | time (ns) | more than Spring Boot | allocated (bytes) | more |
			|---|---|---|---|---|""";

	private CostBenchmark() {
	}

	/**
	 * Print what was measured.
	 * @param args the number of JVMs for each, the number of iterations in each JVM,
	 * after at least twice as many that do not count, and how long one is
	 * @throws RunnerException if something cannot be measured
	 * @throws SQLException if there is no table
	 */
	public static void main(String[] args) throws RunnerException, SQLException {
		int forks = Integer.parseInt(args[0]);
		int iterations = Integer.parseInt(args[1]);
		Duration time = DurationStyle.detectAndParse(args[2]);
		System.out.printf(
				"%n%s JVMs of each, by turns, in each %s iterations of %s after at least twice as many that do not count; "
						+ "Java %s%n",
				forks, iterations, args[2], Runtime.version());
		try (Postgres postgres = Postgres.start()) {
			Costs stub = new Costs();
			Costs loopback = new Costs();
			createTable(postgres);
			// What disturbs the machine for a while then disturbs one JVM of each
			for (int i = 0; i < forks; i++) {
				stub.measure(stub(), List.of(Operation.values()), 2 * iterations, iterations, time);
				loopback.measure(loopback(postgres), withDatabase(), 2 * iterations, iterations, time);
			}
			print("Stub driver", stub);
			print("PostgreSQL over loopback", loopback);
		}
		System.out.printf("%nHeld by a connection in the pool (bytes)%n%n%s%n",
				Footprint.measure(Footprint.CONNECTIONS, forks));
	}

	private static void print(String title, Costs costs) {
		System.out.printf("%n%s%n%n%s%n%s", title, TABLE_HEAD, costs);
	}

	// It belongs to the application
	static void createTable(Postgres postgres) throws SQLException {
		try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
			statement.execute("create table if not exists note "
					+ "(id bigint generated always as identity primary key, text text not null)");
		}
	}

	/**
	 * Return the operations that use the database.
	 * @return all but that on the pool alone
	 */
	static List<Operation> withDatabase() {
		return Arrays.stream(Operation.values()).filter((operation) -> operation != Operation.ACQUIRE).toList();
	}

	static Map<String, String> stub() {
		return Map.of("spring.datasource.url", StubDriver.URL, "spring.datasource.driver-class-name",
				StubDriver.class.getName());
	}

	static Map<String, String> loopback(Postgres postgres) {
		return Map.of("spring.datasource.url", postgres.getServer().getJdbcUrl(postgres.getDatabase()),
				"spring.datasource.username", postgres.getUsername(), "spring.datasource.password",
				postgres.getPassword());
	}

	/**
	 * What was measured on one database.
	 */
	static final class Costs {

		private final Map<Operation, Map<Contender, Cost>> costs = new EnumMap<>(Operation.class);

		/**
		 * Measure each contender in one more JVM.
		 * @param database the properties that name the database
		 * @param operations what to measure
		 * @param warmUpIterations the number of iterations before
		 * @param iterations the number of iterations
		 * @param time how long an iteration is
		 * @throws RunnerException if something cannot be measured
		 */
		void measure(Map<String, String> database, Collection<Operation> operations, int warmUpIterations,
				int iterations, Duration time) throws RunnerException {
			List<String> jvmArguments = new ArrayList<>();
			database.forEach((name, value) -> jvmArguments.add("-D%s=%s".formatted(name, value)));
			for (Operation operation : operations) {
				String[] contenders = operation.contenders().map(Enum::name).toArray(String[]::new);
				// The compiler works on Hibernate for longer
				int before = (operation != Operation.SAVE) ? warmUpIterations : 2 * warmUpIterations;
				Microbenchmark
					.run(MeasuredCall.class, 1, before, iterations, time,
							(options) -> options.param("operation", operation.name())
								.param("contender", contenders)
								.jvmArgsAppend(jvmArguments.toArray(String[]::new)))
					.forEach((result) -> add(operation, result));
			}
		}

		private void add(Operation operation, RunResult result) {
			Contender contender = Contender.valueOf(result.getParams().getParam("contender"));
			Cost cost = this.costs.computeIfAbsent(operation, (key) -> new EnumMap<>(Contender.class))
				.computeIfAbsent(contender, (key) -> new Cost());
			cost.nanoseconds().add(result.getPrimaryResult().getStatistics().getMean());
			cost.allocated().add(Microbenchmark.allocated(result).getMean());
		}

		Map<Operation, Map<Contender, Cost>> toMap() {
			return this.costs;
		}

		/**
		 * Return the rows of a table.
		 * @return the rows, each with its line break
		 */
		@Override
		public String toString() {
			StringBuilder rows = new StringBuilder();
			this.costs.forEach((operation, contenders) -> contenders
				.forEach((contender, cost) -> rows.append("| %s: %s | %s |%n".formatted(operation, contender,
						cost.comparedWith(Objects.requireNonNull(contenders.get(Contender.PLAIN)))))));
			return rows.toString();
		}

	}

}
