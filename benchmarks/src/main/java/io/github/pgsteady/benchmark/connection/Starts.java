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

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.springframework.core.NestedExceptionUtils;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;

/**
 * How both applications start while something is wrong.
 *
 * @param durations after which time they are ready, or have failed, in milliseconds
 * @param endings how these starts ended: {@value #READY}, or the causes of the failures
 */
record Starts(Comparison durations, Map<Variant, Set<String>> endings) {

	static final String READY = "ready";

	/**
	 * Start both, pair by pair, and stop them again.
	 * @param warmUpPairs the number of pairs before, whose times do not count
	 * @param pairs the number of pairs
	 * @param start starts an application
	 * @return how they started
	 * @throws Exception if an application does not stop
	 */
	static Starts compare(int warmUpPairs, int pairs, Function<Variant, Application> start) throws Exception {
		Map<Variant, Set<String>> endings = new EnumMap<>(Variant.class);
		Comparison durations = Turns.compare(warmUpPairs, pairs, (variant) -> {
			Start attempt = Start.of(variant, start);
			endings.computeIfAbsent(variant, (key) -> new TreeSet<>()).add(attempt.ending());
			return attempt.millis();
		});
		return new Starts(durations, endings);
	}

	/**
	 * Print the table, and the words.
	 */
	void print() {
		System.out.println(Comparison.TABLE_HEAD);
		System.out.printf("| beginning of the start to ready or failed (ms) | %s |%n%n", this.durations);
		this.endings.forEach(
				(variant, words) -> System.out.printf("%s: %s%n", variant.description(), String.join("; ", words)));
	}

	/**
	 * One start.
	 *
	 * @param millis how long it took
	 * @param ending how it ended
	 */
	private record Start(double millis, String ending) {

		static Start of(Variant variant, Function<Variant, Application> start) {
			long begun = System.nanoTime();
			try {
				Application application = start.apply(variant);
				Start ready = new Start(since(begun), READY);
				application.close();
				return ready;
			}
			catch (RuntimeException ex) {
				return new Start(since(begun), NestedExceptionUtils.getMostSpecificCause(ex).toString());
			}
		}

		private static double since(long begun) {
			return (System.nanoTime() - begun) / 1e6;
		}

	}

}
