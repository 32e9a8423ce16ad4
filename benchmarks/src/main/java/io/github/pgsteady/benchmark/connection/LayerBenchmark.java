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
import java.util.EnumMap;
import java.util.Map;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.util.Statistics;
import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Microbenchmark;
import io.github.pgsteady.benchmark.Variant;

/**
 * Measures what lies between pool and driver costs in a transaction, in time and in
 * garbage, with JMH.
 *
 * @since 0.1.0
 */
public final class LayerBenchmark {

	private LayerBenchmark() {
	}

	/**
	 * Print what was measured.
	 * @param args the number of JVMs for each, the number of iterations in each JVM,
	 * after as many that do not count, and how long one is
	 * @throws RunnerException if something cannot be measured
	 */
	public static void main(String[] args) throws RunnerException {
		int forks = Integer.parseInt(args[0]);
		int iterations = Integer.parseInt(args[1]);
		Map<Variant, Cost> costs = run(forks, iterations, iterations, DurationStyle.detectAndParse(args[2]));
		System.out.printf("%n%s JVMs of each, in each %s iterations of %s after as many that do not count; Java %s%n%n",
				forks, iterations, args[2], Runtime.version());
		System.out.println("| min / mean / max of the iterations | transaction of two statements (ns) "
				+ "| allocated by one (bytes) | alive at the end (bytes) |");
		System.out.println("|---|---|---|---|");
		costs.forEach((variant, cost) -> System.out.printf("| %s | %s |%n", variant.description(), cost));
	}

	/**
	 * Measure both.
	 * @param forks the number of JVMs for each
	 * @param warmUpIterations the number of iterations in each JVM before
	 * @param iterations the number of iterations in each JVM
	 * @param time how long an iteration is
	 * @return what a transaction costs
	 * @throws RunnerException if something cannot be measured
	 */
	static Map<Variant, Cost> run(int forks, int warmUpIterations, int iterations, Duration time)
			throws RunnerException {
		Map<Variant, Cost> costs = new EnumMap<>(Variant.class);
		for (RunResult result : Microbenchmark.run(StubTransaction.class, forks, warmUpIterations, iterations, time)) {
			costs.put(Variant.valueOf(result.getParams().getParam("variant")), Cost.of(result));
		}
		return costs;
	}

	/**
	 * What a transaction costs, over all iterations.
	 *
	 * @param nanoseconds the time that it takes
	 * @param allocated the number of bytes that it allocates
	 * @param alive the number of bytes that are alive after an iteration
	 */
	record Cost(Statistics nanoseconds, Statistics allocated, Statistics alive) {

		static Cost of(RunResult result) {
			return new Cost(result.getPrimaryResult().getStatistics(), Microbenchmark.allocated(result),
					Microbenchmark.secondary(result, "alive"));
		}

		@Override
		public String toString() {
			return "%s | %s | %s".formatted(Microbenchmark.spread(this.nanoseconds),
					Microbenchmark.spread(this.allocated), Microbenchmark.spread(this.alive));
		}

	}

}
