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

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import org.springframework.util.Assert;

/**
 * Runs a benchmark of JMH, which also says what is allocated.
 *
 * @since 0.1.0
 */
public final class Microbenchmark {

	private Microbenchmark() {
	}

	/**
	 * Run a benchmark with all of its parameters.
	 * @param benchmark its class
	 * @param forks the number of JVMs for each parameter
	 * @param warmUpIterations the number of iterations in each JVM before
	 * @param iterations the number of iterations in each JVM
	 * @param time how long an iteration is
	 * @return what was measured, for each parameter
	 * @throws RunnerException if something cannot be measured
	 */
	public static Collection<RunResult> run(Class<?> benchmark, int forks, int warmUpIterations, int iterations,
			Duration time) throws RunnerException {
		return run(benchmark, forks, warmUpIterations, iterations, time, (options) -> {
		});
	}

	/**
	 * Run a benchmark.
	 * @param benchmark its class
	 * @param forks the number of JVMs for each parameter
	 * @param warmUpIterations the number of iterations in each JVM before
	 * @param iterations the number of iterations in each JVM
	 * @param time how long an iteration is
	 * @param customizer says with which parameters, and what else JMH is to know
	 * @return what was measured, for each parameter
	 * @throws RunnerException if something cannot be measured
	 */
	public static Collection<RunResult> run(Class<?> benchmark, int forks, int warmUpIterations, int iterations,
			Duration time, Consumer<ChainedOptionsBuilder> customizer) throws RunnerException {
		ChainedOptionsBuilder options = new OptionsBuilder().include(benchmark.getName())
			.forks(forks)
			.warmupIterations(warmUpIterations)
			.warmupTime(TimeValue.nanoseconds(time.toNanos()))
			.measurementIterations(iterations)
			.measurementTime(TimeValue.nanoseconds(time.toNanos()))
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
		customizer.accept(options);
		return new Runner(options.build()).run();
	}

	/**
	 * Return how many bytes one operation allocates.
	 * @param result what was measured
	 * @return the number, over all iterations
	 */
	public static Statistics allocated(RunResult result) {
		return secondary(result, "gc.alloc.rate.norm");
	}

	/**
	 * Return what was measured besides.
	 * @param result what was measured
	 * @param label what to return of it
	 * @return the values of all iterations
	 */
	public static Statistics secondary(RunResult result, String label) {
		Result<?> secondary = result.getSecondaryResults().get(label);
		Assert.state(secondary != null, () -> "JMH does not say '%s'".formatted(label));
		return secondary.getStatistics();
	}

	/**
	 * Return a cell of a table.
	 * @param statistics the values of all iterations
	 * @return minimum, mean and maximum
	 */
	public static String spread(Statistics statistics) {
		return String.format(Locale.ROOT, "%.1f / **%.1f** / %.1f", statistics.getMin(), statistics.getMean(),
				statistics.getMax());
	}

}
