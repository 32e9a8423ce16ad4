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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Series;
import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.benchmark.scale.Crowd.Served;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.proxy.Cut;

/**
 * Resets all connections of an application under load, and measures how soon each of its
 * threads has made a call that succeeded.
 *
 * @since 0.1.0
 */
public final class RecoveryBenchmark {

	private static final int[] THREADS = { 1, 16, 100, 500 };

	private static final int[] CONNECTIONS = { 1, 10, 100 };

	private RecoveryBenchmark() {
	}

	/**
	 * Print a comparison.
	 * @param args how often to reset the connections of each, and how long to let it work
	 * before each
	 * @throws Exception if an application does not start, or does not recover
	 */
	public static void main(String[] args) throws Exception {
		int times = Integer.parseInt(args[0]);
		Duration between = DurationStyle.detectAndParse(args[1]);
		System.out.printf("%n%s resets of all connections of each, %s apart; Java %s%n%n", times, args[1],
				Runtime.version());
		System.out.println("| min / median / max | threads | connections | until each thread succeeds again (ms) "
				+ "| failed calls for each reset | of them reported as unknown |");
		System.out.println("|---|---|---|---|---|---|");
		try (Postgres postgres = Postgres.builder().maxConnections(250).start()) {
			for (Size size : sizes()) {
				for (Variant variant : Variant.values()) {
					System.out.printf("| %s | %s | %s | %s |%n", variant.description(), size.threads(),
							size.connections(), run(variant, size, postgres, times, between));
				}
			}
		}
	}

	private static List<Size> sizes() {
		List<Size> sizes = new ArrayList<>();
		for (int connections : CONNECTIONS) {
			for (int threads : THREADS) {
				sizes.add(new Size(threads, false, connections, 1));
			}
		}
		return sizes;
	}

	/**
	 * Reset all connections of one application.
	 * @param variant which one
	 * @param size of what size
	 * @param postgres its database
	 * @param times how often
	 * @param between how long to let it work before each time
	 * @return how it recovered
	 * @throws Exception if it does not start, or does not recover
	 */
	static Recoveries run(Variant variant, Size size, Postgres postgres, int times, Duration between) throws Exception {
		Recoveries recoveries = new Recoveries(new Series(), new Series(), new Series());
		try (ScaleApplication application = ScaleApplication.start(variant, size.connections(), postgres);
				Crowd crowd = Crowd.of(size, application.calls())) {
			// The first reset finds code that has never been used
			for (int i = -1; i < times; i++) {
				postgres.getProxy().getLinks().awaitCount(size.connections());
				crowd.watch(size.threads()).await();
				// Without calls that succeed there would soon be no budget for retries
				TimeUnit.NANOSECONDS.sleep(between.toNanos());
				long failures = crowd.getFailures();
				long unknown = crowd.getUnknown();
				postgres.getProxy().getLinks().cut(Cut.RST);
				Served served = crowd.watch(size.threads());
				double time = served.await();
				if (i >= 0) {
					recoveries.times().add(time);
					recoveries.failures().add(crowd.getFailures() - failures);
					recoveries.unknown().add(crowd.getUnknown() - unknown);
				}
			}
		}
		return recoveries;
	}

	/**
	 * How an application recovered.
	 *
	 * @param times how long it took, in milliseconds
	 * @param failures how many calls failed meanwhile
	 * @param unknown how many of those were reported as unknown
	 */
	record Recoveries(Series times, Series failures, Series unknown) {

		@Override
		public String toString() {
			return "%s | %s | %s".formatted(this.times.spread(0), this.failures.spread(0), this.unknown.spread(0));
		}

	}

}
