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

package io.github.pgsteady.benchmark.retry;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.pgsteady.benchmark.retry.CallBenchmark.Cost;
import io.github.pgsteady.benchmark.retry.StubCall.Guard;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallBenchmark}: it runs. How long anything takes is not for tests to
 * judge.
 */
class CallBenchmarkTests {

	@Test
	void callsOfAllAreMeasured() throws Exception {
		Map<Guard, Cost> costs = CallBenchmark.run(1, 0, 1, Duration.ofMillis(50));
		assertThat(costs).containsOnlyKeys(Guard.values());
		assertThat(costs.values()).allSatisfy((cost) -> {
			assertThat(cost.nanoseconds().getMin()).isPositive();
			assertThat(cost.allocated().getMin()).isPositive();
		});
	}

}
