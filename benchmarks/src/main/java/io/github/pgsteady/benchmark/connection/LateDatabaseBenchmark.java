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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

/**
 * Starts an application before its database.
 *
 * @since 0.1.0
 */
public final class LateDatabaseBenchmark {

	// On loopback it would wait for 5 s only
	private static final Map<String, String> PATIENCE = Map.of("pgsteady.startup.wait", "60s");

	private LateDatabaseBenchmark() {
	}

	/**
	 * Print a comparison.
	 * @param args the number of pairs to compare, and how much later the database comes
	 * @throws Exception if an application does not stop
	 */
	public static void main(String[] args) throws Exception {
		int pairs = Integer.parseInt(args[0]);
		try (Postgres postgres = Postgres.start()) {
			Starts starts = run(postgres, pairs, DurationStyle.detectAndParse(args[1]));
			System.out.printf("%n%s starts of each, by turns, %s before the database; Java %s%n%n", pairs, args[1],
					Runtime.version());
			starts.print();
		}
	}

	/**
	 * Start both applications.
	 * @param postgres the database
	 * @param pairs the number of pairs to compare
	 * @param delay how much later the database comes
	 * @return how they started
	 * @throws Exception if an application does not stop
	 */
	static Starts run(Postgres postgres, int pairs, Duration delay) throws Exception {
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
		try {
			return Starts.compare(0, pairs, (variant) -> {
				try (FaultInjection refusal = postgres.getProxy().inject(Fault.refuse())) {
					timer.schedule(refusal::close, delay.toNanos(), TimeUnit.NANOSECONDS);
					return Application.start(variant, postgres, PATIENCE);
				}
			});
		}
		finally {
			timer.shutdownNow();
		}
	}

}
