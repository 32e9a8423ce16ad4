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
import io.github.pgsteady.simulator.proxy.Cut;

/**
 * Measures how soon an application with a wrong password fails to start, and how often
 * one whose password is changed at run time tries to log in.
 *
 * @since 0.1.0
 */
public final class WrongPasswordBenchmark {

	private static final int WARM_UP_PAIRS = 2;

	private static final int USERS = 16;

	private WrongPasswordBenchmark() {
	}

	/**
	 * Print what was measured.
	 * @param args the number of pairs of starts to compare, and for how long attempts are
	 * counted
	 * @throws Exception if an application does not start with the right password, or does
	 * not stop
	 */
	public static void main(String[] args) throws Exception {
		int pairs = Integer.parseInt(args[0]);
		try (Postgres postgres = Postgres.start()) {
			Starts starts = start(postgres, WARM_UP_PAIRS, pairs);
			System.out
				.printf("%n%s starts of each with a wrong password, by turns, after %s of each that do not count; "
						+ "Java %s%n%n", pairs, WARM_UP_PAIRS, Runtime.version());
			starts.print();
			System.out.printf(
					"%nAttempts to connect within %s after a change of the password, under load of %s threads%n",
					args[1], USERS);
			change(postgres, DurationStyle.detectAndParse(args[1]))
				.forEach((variant, attempts) -> System.out.printf("%s: %s%n", variant.description(), attempts));
		}
	}

	/**
	 * Start both applications with a wrong password.
	 * @param postgres the database
	 * @param warmUpPairs the number of pairs before, whose times do not count
	 * @param pairs the number of pairs to compare
	 * @return how they started
	 * @throws Exception if an application does not stop
	 */
	static Starts start(Postgres postgres, int warmUpPairs, int pairs) throws Exception {
		return Starts.compare(warmUpPairs, pairs,
				(variant) -> Application.start(variant, postgres, Map.of("spring.datasource.password", "wrong")));
	}

	/**
	 * Change the password of both applications while they run.
	 * @param postgres the database
	 * @param time for how long attempts are counted
	 * @return the number of attempts to connect
	 * @throws Exception if an application does not start, or does not stop
	 */
	static Map<Variant, Long> change(Postgres postgres, Duration time) throws Exception {
		Map<Variant, Long> attempts = new EnumMap<>(Variant.class);
		for (Variant variant : Variant.values()) {
			attempts.put(variant, attempts(variant, postgres, time));
		}
		return attempts;
	}

	private static long attempts(Variant variant, Postgres postgres, Duration time) throws Exception {
		try (Application application = Application.start(variant, postgres, Map.of());
				Load load = Load.of(USERS, application::query)) {
			postgres.getProxy().getLinks().awaitCount(application.getPool().getMaximumPoolSize());
			load.nextSuccess().get(30, TimeUnit.SECONDS);
			setPassword(postgres, "changed");
			long before = postgres.getProxy().getConnections();
			postgres.getProxy().getLinks().cut(Cut.RST);
			TimeUnit.NANOSECONDS.sleep(time.toNanos());
			return postgres.getProxy().getConnections() - before;
		}
		finally {
			setPassword(postgres, postgres.getPassword());
		}
	}

	private static void setPassword(Postgres postgres, String password) {
		postgres.getServer().execute("alter role %s password '%s'".formatted(postgres.getUsername(), password));
	}

}
