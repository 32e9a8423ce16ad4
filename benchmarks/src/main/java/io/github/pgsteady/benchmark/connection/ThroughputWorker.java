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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.pgsteady.benchmark.Variant;

/**
 * An application in a JVM of its own, which is put under load when it is told to: each
 * line of its input is how long, and each line of its output how many transactions per
 * second that were.
 *
 * @since 0.1.0
 */
public final class ThroughputWorker {

	static final String READY = "ready";

	static final int USERS = 8;

	private ThroughputWorker() {
	}

	/**
	 * Start the application, and do what the input says until it ends.
	 * @param args the variant, and the properties of the application as
	 * {@code name=value}
	 * @throws Exception if the application does not start, or does not answer
	 */
	public static void main(String[] args) throws Exception {
		Map<String, String> properties = new HashMap<>();
		for (int i = 1; i < args.length; i++) {
			String[] property = args[i].split("=", 2);
			properties.put(property[0], property[1]);
		}
		try (Application application = Application.start(Variant.valueOf(args[0]), properties);
				BufferedReader input = new BufferedReader(
						new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
			System.out.println(READY);
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				System.out.println(throughput(application, Duration.parse(line)));
			}
		}
	}

	private static double throughput(Application application, Duration block) throws Exception {
		try (Load load = Load.of(USERS, application::transact)) {
			long begun = load.nextSuccess().get(30, TimeUnit.SECONDS);
			long before = load.getSuccesses();
			TimeUnit.NANOSECONDS.sleep(block.toNanos());
			return (load.getSuccesses() - before) * 1e9 / (System.nanoTime() - begun);
		}
	}

}
