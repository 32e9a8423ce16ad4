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
import java.util.concurrent.TimeUnit;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.proxy.Traffic;

/**
 * Watches what an application that nobody uses sends to a database that may sleep.
 *
 * @since 0.1.0
 */
public final class QuietBenchmark {

	private QuietBenchmark() {
	}

	/**
	 * Print what was seen.
	 * @param args how long the application is left alone after its last call, and for how
	 * long it is watched then
	 * @throws Exception if an application does not start, or does not answer
	 */
	public static void main(String[] args) throws Exception {
		try (Postgres postgres = Postgres.start()) {
			Map<Variant, Quiet> seen = run(postgres, DurationStyle.detectAndParse(args[0]),
					DurationStyle.detectAndParse(args[1]));
			System.out.printf("%nFor %s, from %s after the last call on; Java %s%n%n", args[1], args[0],
					Runtime.version());
			System.out.println("| | connections | bytes to the database | queries |");
			System.out.println("|---|---|---|---|");
			seen.forEach((variant, quiet) -> System.out.printf("| %s | %s | %s | %s |%n", variant.description(),
					quiet.connections(), quiet.bytes(), quiet.queries()));
		}
	}

	/**
	 * Watch both applications.
	 * @param postgres the database
	 * @param rest how long each is left alone after its last call
	 * @param watch for how long it is watched then
	 * @return what was seen
	 * @throws Exception if an application does not start, or does not answer
	 */
	static Map<Variant, Quiet> run(Postgres postgres, Duration rest, Duration watch) throws Exception {
		Map<Variant, Quiet> seen = new EnumMap<>(Variant.class);
		for (Variant variant : Variant.values()) {
			// Connections of the one before are not to be counted
			postgres.getProxy().getLinks().awaitCount(0);
			seen.put(variant, watch(variant, postgres, rest, watch));
		}
		return seen;
	}

	private static Quiet watch(Variant variant, Postgres postgres, Duration rest, Duration watch)
			throws InterruptedException {
		try (Application application = Application.start(variant, postgres, Map.of("pgsteady.may-sleep", "true"))) {
			application.query();
			TimeUnit.NANOSECONDS.sleep(rest.toNanos());
			Traffic before = postgres.getProxy().getTraffic();
			int connections = postgres.getProxy().getLinks().count();
			TimeUnit.NANOSECONDS.sleep(watch.toNanos());
			Traffic after = postgres.getProxy().getTraffic();
			return new Quiet(connections, after.bytesToServer() - before.bytesToServer(),
					after.queries() - before.queries());
		}
	}

	/**
	 * What was seen of an application.
	 *
	 * @param connections the number of connections at first
	 * @param bytes the number of bytes it has sent to the database
	 * @param queries the number of queries among them
	 */
	record Quiet(int connections, long bytes, long queries) {
	}

}
