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

package io.github.pgsteady.benchmark.retry;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.util.Statistics;
import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Microbenchmark;
import io.github.pgsteady.benchmark.retry.StubCall.Guard;

/**
 * Measures what it costs that a call is guarded, while nothing is wrong, with JMH.
 *
 * @since 0.1.0
 */
public final class CallBenchmark {

	private CallBenchmark() {
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
		Map<Guard, Cost> costs = run(forks, iterations, iterations, DurationStyle.detectAndParse(args[2]));
		System.out.printf("%n%s JVMs of each, in each %s iterations of %s after as many that do not count; Java %s%n%n",
				forks, iterations, args[2], Runtime.version());
		System.out.println("| min / mean / max of the iterations | call (ns) | allocated by one (bytes) |");
		System.out.println("|---|---|---|");
		costs.forEach((guard, cost) -> System.out.printf("| %s | %s |%n", guard, cost));
	}

	/**
	 * Measure all.
	 * @param forks the number of JVMs for each
	 * @param warmUpIterations the number of iterations in each JVM before
	 * @param iterations the number of iterations in each JVM
	 * @param time how long an iteration is
	 * @return what a call costs
	 * @throws RunnerException if something cannot be measured
	 */
	static Map<Guard, Cost> run(int forks, int warmUpIterations, int iterations, Duration time) throws RunnerException {
		Map<Guard, Cost> costs = new EnumMap<>(Guard.class);
		for (RunResult result : Microbenchmark.run(StubCall.class, forks, warmUpIterations, iterations, time)) {
			costs.put(Guard.valueOf(result.getParams().getParam("guard")),
					new Cost(result.getPrimaryResult().getStatistics(), Microbenchmark.allocated(result)));
		}
		return costs;
	}

	/**
	 * What a call costs, over all iterations.
	 *
	 * @param nanoseconds the time that it takes
	 * @param allocated the number of bytes that it allocates
	 */
	record Cost(Statistics nanoseconds, Statistics allocated) {

		@Override
		public String toString() {
			return "%s | %s".formatted(Microbenchmark.spread(this.nanoseconds), Microbenchmark.spread(this.allocated));
		}

	}

}
