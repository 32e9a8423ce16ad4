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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.benchmark.connection.Prober.Answer;
import io.github.pgsteady.simulator.provider.Postgres;

/**
 * Asks an application over HTTP how its database is, while users wait for that in vain,
 * and measures how long the answers take.
 *
 * @since 0.1.0
 */
public final class HealthBenchmark {

	// All of a crowd are to wait for the database, none for a thread
	private static final Map<String, String> PORTS = Map.of("server.port", "0", "management.server.port", "0",
			"management.endpoint.health.show-details", "always", "server.tomcat.threads.max", "500",
			"server.tomcat.accept-count", "500");

	private static final int WARM_UP = 50;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private HealthBenchmark() {
	}

	/**
	 * Print the comparisons.
	 * @param args the number of pairs to compare, and for how long to ask each time
	 * @throws Exception if an application does not start
	 */
	public static void main(String[] args) throws Exception {
		int pairs = Integer.parseInt(args[0]);
		try (Postgres postgres = Postgres.start()) {
			Map<Trouble, Healths> healths = run(postgres, pairs, DurationStyle.detectAndParse(args[1]), Map.of());
			System.out.printf("%n%s times %s of each trouble for each, by turns, four requests a second; Java %s%n%n",
					pairs, args[1], Runtime.version());
			System.out.println(Comparison.TABLE_HEAD);
			healths.forEach((trouble, health) -> System.out.printf("| %s (ms) | %s |%n", trouble, health.times()));
			System.out.println();
			healths.forEach((trouble, health) -> health.texts()
				.forEach((variant, texts) -> System.out.printf("%s, %s: %s%n", trouble, variant.description(),
						String.join("; ", texts))));
		}
	}

	/**
	 * Compare how long the answers take.
	 * @param postgres the database
	 * @param pairs the number of pairs to compare
	 * @param time for how long to ask
	 * @param properties further properties of the applications
	 * @return the answers in each trouble
	 * @throws Exception if an application does not start
	 */
	static Map<Trouble, Healths> run(Postgres postgres, int pairs, Duration time, Map<String, String> properties)
			throws Exception {
		Map<String, String> all = new HashMap<>(PORTS);
		all.putAll(properties);
		Map<Trouble, Healths> healths = new EnumMap<>(Trouble.class);
		for (Trouble trouble : Trouble.values()) {
			Map<Variant, List<Answer>> answers = new EnumMap<>(Variant.class);
			Turns.compare(0, pairs, (variant) -> {
				List<Answer> some = ask(variant, postgres, trouble, time, all);
				answers.computeIfAbsent(variant, (key) -> new ArrayList<>()).addAll(some);
				return some.size();
			});
			healths.put(trouble, Healths.of(answers));
		}
		return healths;
	}

	private static List<Answer> ask(Variant variant, Postgres postgres, Trouble trouble, Duration time,
			Map<String, String> properties) throws Exception {
		try (Application application = Application.start(variant, postgres, properties);
				Prober crowd = new Prober();
				Prober prober = new Prober()) {
			String users = application.getUrl() + "/notes/count";
			String health = application.getManagementUrl() + "/actuator/health/db";
			join(crowd.ask(users, WARM_UP));
			join(prober.ask(health, WARM_UP));
			AutoCloseable end = trouble.begin(postgres);
			List<CompletableFuture<Answer>> waiting = crowd.ask(users, trouble.users());
			awaitUsers(application, trouble);
			List<Answer> answers = prober.probe(health, time);
			end.close();
			// Some go on now, some have failed
			join(waiting);
			return answers;
		}
	}

	// Or there would be a connection left for the first who asks for the health
	private static void awaitUsers(Application application, Trouble trouble) throws InterruptedException {
		long begun = System.nanoTime();
		while (!trouble.isFelt(application.getPool()) && System.nanoTime() - begun < PATIENCE.toNanos()) {
			TimeUnit.MILLISECONDS.sleep(10);
		}
	}

	private static void join(List<CompletableFuture<Answer>> answers) {
		answers.forEach(CompletableFuture::join);
	}

	/**
	 * What was said of the health.
	 *
	 * @param times after which time, in milliseconds
	 * @param texts what, in words
	 */
	record Healths(Comparison times, Map<Variant, Set<String>> texts) {

		static Healths of(Map<Variant, List<Answer>> answers) {
			Comparison times = new Comparison();
			List<Answer> plain = answers.getOrDefault(Variant.PLAIN, List.of());
			List<Answer> starter = answers.getOrDefault(Variant.STARTER, List.of());
			for (int i = 0; i < plain.size(); i++) {
				times.add(plain.get(i).millis(), starter.get(i).millis());
			}
			Map<Variant, Set<String>> texts = new EnumMap<>(Variant.class);
			answers.forEach((variant, some) -> texts.put(variant,
					new TreeSet<>(some.stream().map(Answer::text).distinct().toList())));
			return new Healths(times, texts);
		}

	}

}
