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

package io.github.pgsteady.benchmark.cost;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.pgsteady.benchmark.cost.CostBenchmark.Costs;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CostBenchmark}: it runs. How long anything takes is not for tests to
 * judge.
 */
@SimulatedPostgres
class CostBenchmarkIntegrationTests {

	private static final Duration MOMENT = Duration.ofMillis(50);

	@Test
	void callsOfAllAreMeasured() throws Exception {
		Costs costs = new Costs();
		costs.measure(CostBenchmark.stub(), List.of(Operation.ACQUIRE), 0, 1, MOMENT);
		assertThat(costs.toMap().get(Operation.ACQUIRE)).containsOnlyKeys(Operation.ACQUIRE.contenders().toList())
			.allSatisfy((contender, cost) -> {
				assertThat(cost.nanoseconds().minimum()).isPositive();
				assertThat(cost.allocated().minimum()).isPositive();
			});
		assertThat(costs.toString()).contains("| connection acquire and return: pgsteady | ");
	}

	@ParameterizedTest
	@EnumSource
	void everyContenderUsesBothDatabases(Contender contender, Postgres postgres) throws Exception {
		CostBenchmark.createTable(postgres);
		assertThat(answer(contender, Operation.TRANSACTION, CostBenchmark.loopback(postgres))).isNotNull();
		assertThat(answer(contender, Operation.SAVE, CostBenchmark.stub())).isNotNull();
	}

	private Object answer(Contender contender, Operation operation, Map<String, String> database) {
		try (CostApplication application = CostApplication.start(contender, operation, database)) {
			application.reset();
			return application.getOperation().get();
		}
	}

	@Test
	void whatConnectionsHoldIsMeasured() {
		assertThat(Footprint.measure(50, 1).toMap()).containsKeys(Contender.PLAIN, Contender.SURFACE)
			.allSatisfy((contender, bytes) -> assertThat(bytes.count()).isOne());
	}

}
