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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.simulator.provider.Postgres;

/**
 * Measures how many transactions of two statements an application executes while nothing
 * is wrong. Both applications run all the time, and are under load by turns. They get to
 * the server without the proxy, and commits do not wait for a disk: either would hide
 * what the starter costs.
 *
 * @since 0.1.0
 */
public final class ThroughputBenchmark {

	// The compiler works on both for half a minute each, longer on the one with more code
	private static final int WARM_UP_PAIRS = 30;

	private static final int USERS = 8;

	private final Postgres postgres;

	private final Duration block;

	private ThroughputBenchmark(Postgres postgres, Duration block) {
		this.postgres = postgres;
		this.block = block;
	}

	/**
	 * Print a comparison.
	 * @param args the number of pairs of blocks to compare, and how long a block is
	 * @throws Exception if an application does not start, or does not answer
	 */
	public static void main(String[] args) throws Exception {
		int pairs = Integer.parseInt(args[0]);
		try (Postgres postgres = Postgres.start()) {
			Comparison comparison = run(postgres, WARM_UP_PAIRS, pairs, DurationStyle.detectAndParse(args[1]));
			System.out.printf("%n%d blocks of %s of each, by turns, after %d of each that do not count, under load of "
					+ "%d threads; Java %s%n%n", pairs, args[1], WARM_UP_PAIRS, USERS, Runtime.version());
			System.out.println(Comparison.TABLE_HEAD);
			System.out.printf("| transactions per second | %s |%n", comparison);
			System.out.printf("%nMedian of the ratios of the pairs: %.3f%n", comparison.medianOfRatios());
		}
	}

	/**
	 * Compare the throughput of both applications.
	 * @param postgres the database
	 * @param warmUpPairs the number of pairs of blocks before
	 * @param pairs the number of pairs of blocks to compare
	 * @param block how long a block is
	 * @return the comparison, in transactions per second
	 * @throws Exception if an application does not start, or does not answer
	 */
	static Comparison run(Postgres postgres, int warmUpPairs, int pairs, Duration block) throws Exception {
		Map<String, String> direct = Map.of("spring.datasource.url",
				postgres.getServer().getJdbcUrl(postgres.getDatabase()));
		try (Application plain = Application.start(Variant.PLAIN, postgres, direct);
				Application starter = Application.start(Variant.STARTER, postgres, direct)) {
			ThroughputBenchmark benchmark = new ThroughputBenchmark(postgres, block);
			return Turns.compare(warmUpPairs, pairs,
					(variant) -> benchmark.throughput((variant == Variant.PLAIN) ? plain : starter));
		}
	}

	private double throughput(Application application) throws Exception {
		// Each block finds the same table
		this.postgres.execute("truncate note");
		try (Load load = Load.of(USERS, application::transact)) {
			long begun = load.nextSuccess().get(30, TimeUnit.SECONDS);
			long before = load.getSuccesses();
			TimeUnit.NANOSECONDS.sleep(this.block.toNanos());
			return (load.getSuccesses() - before) * 1e9 / (System.nanoTime() - begun);
		}
	}

}
