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

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Starts the same small application with and without the starter, by turns and each time
 * in a new JVM, and compares how long they take.
 *
 * @since 0.1.0
 */
public final class StartupBenchmark {

	private static final int WARM_UP_PAIRS = 2;

	private StartupBenchmark() {
	}

	/**
	 * Print a comparison.
	 * @param args the number of pairs to compare
	 * @throws Exception if an application does not start, or is not what it should be
	 */
	public static void main(String[] args) throws Exception {
		LoggingSystem.get(StartupBenchmark.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		int pairs = Integer.parseInt(args[0]);
		Map<Figure, Comparison> comparisons = run(WARM_UP_PAIRS, pairs);
		System.out.printf("%n%s starts of each, by turns, after %s of each that do not count; Java %s%n%n", pairs,
				WARM_UP_PAIRS, Runtime.version());
		System.out.println(Comparison.TABLE_HEAD);
		comparisons.forEach((figure, comparison) -> System.out.printf("| %s | %s |%n", figure, comparison));
	}

	/**
	 * Start the applications and compare them.
	 * @param warmUpPairs the number of pairs to start before
	 * @param pairs the number of pairs to compare
	 * @return what was measured
	 * @throws IOException if an application or the database cannot be started
	 * @throws InterruptedException if the current thread is interrupted
	 */
	static Map<Figure, Comparison> run(int warmUpPairs, int pairs) throws IOException, InterruptedException {
		Map<Figure, Comparison> comparisons = new EnumMap<>(Figure.class);
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			StartupProcess process = new StartupProcess(
					"jdbc:postgresql://localhost:%s/postgres".formatted(postgres.getPort()));
			for (int i = -warmUpPairs; i < pairs; i++) {
				Map<Variant, Map<Figure, Double>> pair = runPair(process, i % 2 == 0);
				if (i >= 0) {
					add(pair, comparisons);
				}
			}
		}
		return comparisons;
	}

	private static Map<Variant, Map<Figure, Double>> runPair(StartupProcess process, boolean plainFirst)
			throws IOException, InterruptedException {
		// Neither is always the first, or always right after the other
		Variant first = plainFirst ? Variant.PLAIN : Variant.STARTER;
		Variant second = plainFirst ? Variant.STARTER : Variant.PLAIN;
		Map<Variant, Map<Figure, Double>> pair = new EnumMap<>(Variant.class);
		pair.put(first, process.run(first));
		pair.put(second, process.run(second));
		return pair;
	}

	private static void add(Map<Variant, Map<Figure, Double>> pair, Map<Figure, Comparison> comparisons) {
		Map<Figure, Double> starter = pair.getOrDefault(Variant.STARTER, Map.of());
		pair.getOrDefault(Variant.PLAIN, Map.of())
			.forEach((figure, plain) -> comparisons.computeIfAbsent(figure, (key) -> new Comparison())
				.add(plain, starter.getOrDefault(figure, Double.NaN)));
	}

}
