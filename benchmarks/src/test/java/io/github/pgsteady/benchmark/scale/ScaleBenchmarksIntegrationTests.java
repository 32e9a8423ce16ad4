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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.benchmark.scale.RecoveryBenchmark.Recoveries;
import io.github.pgsteady.benchmark.scale.ScaleBenchmark.Row;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScaleBenchmark} and {@link RecoveryBenchmark}: they run. How long
 * anything takes is not for tests to judge.
 */
@SimulatedPostgres
class ScaleBenchmarksIntegrationTests {

	@Test
	void callsOfAllSizesAreMeasured() throws Exception {
		List<Size> sizes = List.of(new Size(1, false, 1, 1), new Size(20, Threads.canBeVirtual(), 5, 3));
		Map<Size, Row> rows = ScaleBenchmark.run(sizes, 1, Duration.ofMillis(50));
		assertThat(rows).containsOnlyKeys(sizes).allSatisfy((size, row) -> {
			assertThat(row.plain().minimum()).isPositive();
			assertThat(row.starter().minimum()).isPositive();
			assertThat(row.throughput().minimum()).isPositive();
		});
	}

	@ParameterizedTest
	@EnumSource
	void allThreadsRecover(Variant variant, Postgres postgres) throws Exception {
		Recoveries recoveries = RecoveryBenchmark.run(variant, new Size(4, false, 2, 1), postgres, 1,
				Duration.ofMillis(50));
		assertThat(recoveries.times().minimum()).isPositive();
	}

	@Test
	void sizesAreReadAsTheyWereWritten() {
		assertThat(Size.all(true)).allSatisfy((size) -> assertThat(Size.parse(size.format())).isEqualTo(size));
	}

}
