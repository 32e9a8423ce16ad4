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
import java.util.Locale;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.simulator.provider.Postgres;

/**
 * Measures how many transactions of two statements an application executes while nothing
 * is wrong. Each application has a JVM of its own, since two in one would share what the
 * compiler has learnt; and there are several of each, since it makes something else of
 * the same code each time. Both run all the time, and are under load by turns. They get
 * to the server without the proxy, and commits do not wait for a disk: either would hide
 * what the starter costs.
 *
 * @since 0.1.0
 */
public final class ThroughputBenchmark {

	// The compiler works on both for half a minute each, longer on the one with more code
	private static final int WARM_UP_PAIRS = 30;

	private ThroughputBenchmark() {
	}

	/**
	 * Print a comparison.
	 * @param args how often to start both, the number of pairs of blocks to compare each
	 * time, and how long a block is
	 * @throws Exception if an application does not start, or does not answer
	 */
	public static void main(String[] args) throws Exception {
		int forks = Integer.parseInt(args[0]);
		int pairs = Integer.parseInt(args[1]);
		Comparison all = new Comparison();
		System.out.printf(
				"%n%s times %s blocks of %s of each, by turns, after %s of each that do not count, under "
						+ "load of %s threads; Java %s%n%n",
				forks, pairs, args[2], WARM_UP_PAIRS, ThroughputWorker.USERS, Runtime.version());
		System.out.println(Comparison.TABLE_HEAD);
		try (Postgres postgres = Postgres.start()) {
			for (int i = 1; i <= forks; i++) {
				Comparison comparison = run(postgres, WARM_UP_PAIRS, pairs, DurationStyle.detectAndParse(args[2]));
				System.out.printf("| transactions per second, %s | %s |%n", i, comparison);
				all.add(comparison);
			}
		}
		System.out.printf("| transactions per second, all | %s |%n", all);
		System.out.printf(Locale.ROOT, "%nMedian of the ratios of the pairs: %.3f%n", all.medianOfRatios());
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
		try (ThroughputProcess plain = ThroughputProcess.start(Variant.PLAIN, postgres);
				ThroughputProcess starter = ThroughputProcess.start(Variant.STARTER, postgres)) {
			return Turns.compare(warmUpPairs, pairs, (variant) -> {
				// Each block finds the same table
				postgres.execute("truncate note");
				return ((variant == Variant.PLAIN) ? plain : starter).measure(block);
			});
		}
	}

}
