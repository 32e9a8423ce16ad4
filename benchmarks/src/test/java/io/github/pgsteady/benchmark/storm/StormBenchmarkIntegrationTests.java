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

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StormBenchmark}: each storm and each contender for a moment. What
 * becomes of calls is judged for pgsteady only, and how long anything takes for nobody.
 */
class StormBenchmarkIntegrationTests {

	private static final StormTimes MOMENT = new StormTimes(Duration.ofMillis(300), Duration.ofMillis(300));

	@Test
	void steadyApplicationLosesAndDoublesNothing() throws Exception {
		List<Observation> observations = run(List.of(Storm.values()), List.of(Contender.RESOLVE));
		assertThat(observations).extracting(Observation::storm).containsExactly(Storm.values());
		assertThat(observations).allSatisfy(this::assertIntegrity);
	}

	@Test
	void eachContenderHasItsRowAndItsColumn() throws Exception {
		List<Observation> observations = run(List.of(Storm.KILL), List.of(Contender.values()));
		assertThat(observations).extracting(Observation::contender).containsExactlyInAnyOrder(Contender.values());
		assertThat(observations).filteredOn((observation) -> observation.contender().isSteady())
			.allSatisfy(this::assertIntegrity);
		String table = new StormTable(observations).toString();
		String chart = new StormChart(observations).toString();
		for (Contender contender : Contender.values()) {
			assertThat(table).contains("| kill | " + contender.getDescription() + " |");
			assertThat(chart).contains(contender.getLabel().split("\n"));
		}
	}

	private void assertIntegrity(Observation observation) {
		assertThat(observation.calls()).isPositive();
		assertThat(observation.lost()).as("lost: %s", observation).isZero();
		assertThat(observation.doubled()).as("twice: %s", observation).isZero();
		assertThat(observation.half()).as("half: %s", observation).isZero();
		assertThat(observation.denied()).as("denied: %s", observation).isZero();
	}

	private List<Observation> run(List<Storm> storms, List<Contender> contenders) throws InterruptedException {
		return new StormBenchmark(storms, contenders, MOMENT).run(0, 1);
	}

}
