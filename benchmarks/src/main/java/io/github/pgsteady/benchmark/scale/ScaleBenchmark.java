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

package io.github.pgsteady.benchmark.scale;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Series;
import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.benchmark.scale.ScaleProcess.CallCost;

/**
 * Measures what a call costs with many threads, connections and DataSources, on a driver
 * that answers at once, since a server would be the limit. Each application has a JVM of
 * its own; both run all the time, and are under load by turns.
 *
 * @since 0.1.0
 */
public final class ScaleBenchmark {

	private ScaleBenchmark() {
	}

	/**
	 * Print a comparison.
	 * @param args how often to measure each size, and how long one block is
	 * @throws IOException if an application has ended
	 */
	public static void main(String[] args) throws IOException {
		int times = Integer.parseInt(args[0]);
		System.out.printf("%n%s blocks of %s of each, by turns, after one that does not count; Java %s%n%n", times,
				args[1], Runtime.version());
		System.out.println("| threads | connections | DataSources | Spring Boot, processor time of a call (ns) "
				+ "| with pgsteady | ratio: min / median / max | ratio of the calls per second: min / median / max |");
		System.out.println("|---|---|---|---|---|---|---|");
		run(Size.all(Threads.canBeVirtual()), times, DurationStyle.detectAndParse(args[1]))
			.forEach((size, row) -> System.out.printf("| %s | %s |%n", size, row));
	}

	/**
	 * Compare the cost of a call.
	 * @param sizes the sizes to measure
	 * @param times how often to measure each
	 * @param block how long a block is
	 * @return what was measured
	 * @throws IOException if an application has ended
	 */
	static Map<Size, Row> run(List<Size> sizes, int times, Duration block) throws IOException {
		Map<Size, Row> rows = new LinkedHashMap<>();
		try (ScaleProcess plain = ScaleProcess.start(Variant.PLAIN);
				ScaleProcess starter = ScaleProcess.start(Variant.STARTER)) {
			// All sizes before any counts: the compiler is to have seen everything
			for (int i = -1; i < times; i++) {
				for (Size size : sizes) {
					boolean plainFirst = (i % 2 == 0);
					CallCost first = (plainFirst ? plain : starter).measure(size, block);
					CallCost second = (plainFirst ? starter : plain).measure(size, block);
					if (i >= 0) {
						rows.computeIfAbsent(size, (key) -> new Row())
							.add(plainFirst ? first : second, plainFirst ? second : first);
					}
				}
			}
		}
		return rows;
	}

	/**
	 * What a call of one size costs.
	 *
	 * @param plain the processor time of Spring Boot alone, in nanoseconds
	 * @param starter the processor time with the starter
	 * @param ratios of both, in each pair of blocks
	 * @param throughput of the calls per second, in each pair of blocks
	 */
	record Row(Series plain, Series starter, Series ratios, Series throughput) {

		Row() {
			this(new Series(), new Series(), new Series(), new Series());
		}

		private void add(CallCost plain, CallCost starter) {
			this.plain.add(plain.processor());
			this.starter.add(starter.processor());
			this.ratios.add(starter.processor() / plain.processor());
			this.throughput.add(starter.perSecond() / plain.perSecond());
		}

		@Override
		public String toString() {
			return "%s | %s | %s | %s".formatted(this.plain.spread(0), this.starter.spread(0), this.ratios.spread(2),
					this.throughput.spread(2));
		}

	}

}
