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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.springframework.boot.convert.DurationStyle;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.Link;

/**
 * Lets all connections of an application under load go silent, while new ones work, and
 * measures how many of its threads work again, and how much they do then.
 *
 * @since 0.1.0
 */
public final class StallBenchmark {

	private static final int USERS = 16;

	private StallBenchmark() {
	}

	/**
	 * Print a comparison.
	 * @param args the number of pairs to compare, and how long to look: once before, once
	 * right after the stall, and once after that
	 * @throws Exception if an application does not start
	 */
	public static void main(String[] args) throws Exception {
		int pairs = Integer.parseInt(args[0]);
		Duration look = DurationStyle.detectAndParse(args[1]);
		try (Postgres postgres = Postgres.start()) {
			Comparison share = new Comparison();
			Comparison threads = run(postgres, pairs, look, share);
			System.out.printf("%n%s stalls of all connections of each, by turns, under load of %s threads; Java %s%n%n",
					pairs, USERS, Runtime.version());
			System.out.println(Comparison.TABLE_HEAD);
			System.out.printf("| threads whose calls succeed again within %s | %s |%n", args[1], threads);
			System.out.printf("| transactions in the %s after that, in %% of before | %s |%n", args[1], share);
		}
	}

	/**
	 * Compare how many threads work again.
	 * @param postgres the database
	 * @param pairs the number of pairs to compare
	 * @param look how long to look
	 * @param share gets the throughput afterwards, in per cent of that before
	 * @return the comparison of the number of threads
	 * @throws Exception if an application does not start
	 */
	static Comparison run(Postgres postgres, int pairs, Duration look, Comparison share) throws Exception {
		double[] shares = new double[2];
		Comparison threads = new Comparison();
		for (int i = 0; i < pairs; i++) {
			Comparison pair = Turns.compare(0, 1, (variant) -> {
				Recovery recovery = recovery(variant, postgres, look);
				shares[variant.ordinal()] = recovery.share();
				return recovery.threads();
			});
			threads.add(pair);
			share.add(shares[Variant.PLAIN.ordinal()], shares[Variant.STARTER.ordinal()]);
		}
		return threads;
	}

	private static Recovery recovery(Variant variant, Postgres postgres, Duration look) throws Exception {
		Set<Thread> atWork = ConcurrentHashMap.newKeySet();
		try (Application application = Application.start(variant, postgres,
				Map.of("spring.datasource.hikari.maximum-pool-size", String.valueOf(USERS)));
				Load load = Load.of(USERS, () -> {
					application.transact();
					atWork.add(Thread.currentThread());
				})) {
			postgres.getProxy().getLinks().awaitCount(USERS);
			long before = successes(load, look);
			FaultInjection stall = stall(postgres);
			atWork.clear();
			successes(load, look);
			int threads = atWork.size();
			long after = successes(load, look);
			stall.close();
			postgres.getProxy().getLinks().cut(Cut.RST);
			return new Recovery(threads, 100.0 * after / before);
		}
	}

	private static FaultInjection stall(Postgres postgres) {
		Set<Long> silent = postgres.getProxy()
			.getLinks()
			.toList()
			.stream()
			.map(Link::getId)
			.collect(Collectors.toSet());
		return postgres.getProxy().inject(Fault.stall().on((link) -> silent.contains(link.getId())));
	}

	private static long successes(Load load, Duration time) throws InterruptedException {
		long before = load.getSuccesses();
		TimeUnit.NANOSECONDS.sleep(time.toNanos());
		return load.getSuccesses() - before;
	}

	/**
	 * How an application recovers.
	 *
	 * @param threads how many threads work again
	 * @param share how much they do, in per cent of before
	 */
	private record Recovery(int threads, double share) {

	}

}
