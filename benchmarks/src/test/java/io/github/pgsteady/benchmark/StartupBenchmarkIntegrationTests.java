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
 * Tests for {@link StartupBenchmark}: it runs. How long anything takes is not for tests
 * to judge.
 */
class StartupBenchmarkIntegrationTests {

	@Test
	void bothVariantsStartAndAreMeasured() throws Exception {
		Map<Figure, Comparison> comparisons = StartupBenchmark.run(0, 1);
		assertThat(comparisons).containsOnlyKeys(Figure.values());
		assertThat(comparisons.values()).allSatisfy((comparison) -> {
			assertThat(comparison.minimum(Variant.PLAIN)).isPositive();
			assertThat(comparison.minimum(Variant.STARTER)).isPositive();
		});
	}

}
