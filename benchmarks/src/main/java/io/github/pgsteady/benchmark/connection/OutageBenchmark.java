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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

/**
 * Takes the database away from an application under load, and measures how long after its
 * return the first call succeeds.
 *
 * @since 0.1.0
 */
public final class OutageBenchmark {

	private static final int USERS = 16;

	private OutageBenchmark() {
	}

	/**
	 * Print a comparison.
	 * @param args the number of pairs to compare, and how long the database is away
	 * @throws Exception if an application does not start, or does not recover
	 */
	public static void main(String[] args) throws Exception {
		int pairs = Integer.parseInt(args[0]);
		Duration outage = DurationStyle.detectAndParse(args[1]);
		try (Postgres postgres = Postgres.start()) {
			Comparison comparison = run(postgres, pairs, outage);
			System.out.printf("%n%s outages of %s of each, by turns, under load of %s threads; Java %s%n%n", pairs,
					args[1], USERS, Runtime.version());
			System.out.println(Comparison.TABLE_HEAD);
			System.out.printf("| return of the database to the first call that succeeds (ms) | %s |%n", comparison);
		}
	}

	/**
	 * Compare how long it takes until a call succeeds.
	 * @param postgres the database
	 * @param pairs the number of pairs to compare
	 * @param outage how long the database is away
	 * @return the comparison, in milliseconds
	 * @throws Exception if an application does not start, or does not recover
	 */
	static Comparison run(Postgres postgres, int pairs, Duration outage) throws Exception {
		return Turns.compare(0, pairs, (variant) -> recovery(variant, postgres, outage));
	}

	private static double recovery(Variant variant, Postgres postgres, Duration duration) throws Exception {
		try (Application application = Application.start(variant, postgres, Map.of());
				Load load = Load.of(USERS, application::query)) {
			postgres.getProxy().getLinks().awaitCount(application.getPool().getMaximumPoolSize());
			FaultInjection outage = postgres.getProxy().inject(Fault.refuse());
			postgres.getProxy().getLinks().cut(Cut.RST);
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
			Future<Long> success = load.nextSuccess();
			long back = System.nanoTime();
			outage.close();
			return (success.get(60, TimeUnit.SECONDS) - back) / 1e6;
		}
	}

}
