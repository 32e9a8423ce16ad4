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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

import io.github.pgsteady.benchmark.Variant;

/**
 * Applications of all sizes in a JVM of their own, which are put under load when they are
 * told to: each line of the input is a size and for how long, and each line of the output
 * what a call cost.
 *
 * @since 0.1.0
 */
public final class ScaleWorker {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private final Map<String, ScaleApplication> applications = new HashMap<>();

	private final Variant variant;

	private ScaleWorker(Variant variant) {
		this.variant = variant;
	}

	/**
	 * Do what the input says until it ends.
	 * @param args the variant
	 * @throws Exception if an application does not start, or does not answer
	 */
	public static void main(String[] args) throws Exception {
		ScaleWorker worker = new ScaleWorker(Variant.valueOf(args[0]));
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				int end = line.indexOf(' ');
				System.out.println(
						worker.measure(Duration.parse(line.substring(0, end)), Size.parse(line.substring(end + 1))));
			}
		}
		worker.applications.values().forEach(ScaleApplication::close);
	}

	private String measure(Duration block, Size size) throws InterruptedException {
		ScaleApplication application = this.applications.computeIfAbsent(
				"%s x %s".formatted(size.sources(), size.connections()),
				(key) -> ScaleApplication.start(this.variant, size.connections(), size.sources()));
		try (Crowd crowd = Crowd.of(size, application.calls())) {
			crowd.watch(size.threads()).await();
			long calls = crowd.getSuccesses();
			long processor = SYSTEM.getProcessCpuTime();
			long begun = System.nanoTime();
			TimeUnit.NANOSECONDS.sleep(block.toNanos());
			long made = Math.max(1, crowd.getSuccesses() - calls);
			return "%s %s".formatted((SYSTEM.getProcessCpuTime() - processor) / made,
					made * 1_000_000_000 / (System.nanoTime() - begun));
		}
	}

}
