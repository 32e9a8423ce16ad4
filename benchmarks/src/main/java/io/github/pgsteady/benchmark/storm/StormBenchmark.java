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

package io.github.pgsteady.benchmark.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.boot.convert.DurationStyle;

/**
 * Lets storms rage on an application that keeps books: with pgsteady, and with what a
 * user would pick instead.
 *
 * @since 0.1.0
 */
public final class StormBenchmark {

	private static final String ALL = "all";

	private static final Comparator<Observation> ORDER = Comparator.comparing(Observation::storm)
		.thenComparing(Observation::contender)
		.thenComparing(Observation::run);

	private final List<Storm> storms;

	private final List<Contender> contenders;

	private final StormTimes times;

	/**
	 * Create a new instance.
	 * @param storms which storms
	 * @param contenders on whom
	 * @param times how long they last
	 */
	StormBenchmark(List<Storm> storms, List<Contender> contenders, StormTimes times) {
		this.storms = List.copyOf(storms);
		this.contenders = List.copyOf(contenders);
		this.times = times;
	}

	/**
	 * Print a table, and write the observations to a file.
	 * @param args which storms and which contenders ({@code all}, or names with commas
	 * between them), how often, how long a storm and how long an outage lasts, and the
	 * file
	 * @throws Exception if an application does not start
	 */
	public static void main(String[] args) throws Exception {
		StormBenchmark benchmark = new StormBenchmark(choice(Storm.class, args[0]), choice(Contender.class, args[1]),
				new StormTimes(DurationStyle.detectAndParse(args[3]), DurationStyle.detectAndParse(args[4])));
		List<Observation> observations = benchmark.run(1, Integer.parseInt(args[2]));
		write(observations, Path.of(args[5]));
		System.out.printf("%n%s runs of each, by turns; storms of %s, outages of %s; Java %s%n%n", args[2], args[3],
				args[4], Runtime.version());
		System.out.println(new StormTable(observations));
	}

	private static <E extends Enum<E>> List<E> choice(Class<E> type, String names) {
		return names.equals(ALL) ? List.of(type.getEnumConstants())
				: Arrays.stream(names.split(",")).map((name) -> constant(type, name)).toList();
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String name) {
		return Enum.valueOf(type, name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	private static void write(List<Observation> observations, Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		Stream<String> lines = observations.stream().sorted(ORDER).map(Observation::toString);
		Files.write(file, Stream.concat(Stream.of(Observation.HEAD), lines).toList());
	}

	/**
	 * Let all storms rage on all contenders. Who comes first changes.
	 * @param warmUps how often each contender has a storm that does not count
	 * @param runs how often
	 * @return what was seen
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<Observation> run(int warmUps, int runs) throws InterruptedException {
		List<Observation> observations = new ArrayList<>();
		try (Places places = new Places()) {
			for (int i = 0; i < warmUps; i++) {
				warmUp(places);
			}
			for (int run = 1; run <= runs; run++) {
				for (Storm storm : this.storms) {
					for (int i = 0; i < this.contenders.size(); i++) {
						Contender contender = this.contenders.get((i + run) % this.contenders.size());
						Observation observation = new StormRun(storm, contender, places, this.times).observe(run);
						System.out.println(observation);
						observations.add(observation);
					}
				}
			}
		}
		return observations;
	}

	// Neither the first start nor the first calls of a JVM count
	private void warmUp(Places places) throws InterruptedException {
		for (Contender contender : this.contenders) {
			new StormRun(Storm.RESET, contender, places, this.times).observe(0);
		}
	}

}
