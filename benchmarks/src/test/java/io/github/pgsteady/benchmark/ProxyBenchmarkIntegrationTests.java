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

package io.github.pgsteady.benchmark;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyBenchmark}: it runs. How long anything takes is not for tests to
 * judge.
 */
class ProxyBenchmarkIntegrationTests {

	@Test
	void everythingAnswersAndIsMeasured() throws Exception {
		Map<String, Durations> durations = ProxyBenchmark.run(0, 1, 10, 20);
		assertThat(durations).containsOnlyKeys(ProxyBenchmark.DIRECT, ProxyBenchmark.PROXY, ProxyBenchmark.DIRECT_ROUND,
				ProxyBenchmark.PROXY_ROUND, ProxyBenchmark.DATABASE, ProxyBenchmark.START);
		assertThat(durations.values()).allSatisfy((measured) -> assertThat(measured.minimum()).isPositive());
	}

}
