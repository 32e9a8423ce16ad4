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

import org.junit.jupiter.api.Test;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;
import io.github.pgsteady.benchmark.connection.HealthBenchmark.Healths;
import io.github.pgsteady.benchmark.connection.QuietBenchmark.Quiet;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the benchmarks that need a database: they run. How long anything takes is not
 * for tests to judge.
 */
@SimulatedPostgres
class ConnectionBenchmarksIntegrationTests {

	private static final Duration MOMENT = Duration.ofMillis(100);

	@Test
	void bothApplicationsRecoverFromOutage(Postgres postgres) throws Exception {
		assertThatBothArePositive(OutageBenchmark.run(postgres, 1, MOMENT));
	}

	@Test
	void throughputAfterAStallIsMeasured(Postgres postgres) throws Exception {
		Comparison share = new Comparison();
		Comparison threads = StallBenchmark.run(postgres, 1, Duration.ofSeconds(1), share);
		assertThat(threads.minimum(Variant.PLAIN)).isBetween(0.0, 16.0);
		assertThat(threads.minimum(Variant.STARTER)).isBetween(0.0, 16.0);
		assertThat(share.minimum(Variant.STARTER)).isNotNegative();
	}

	@Test
	void applicationWithStarterWaitsForLateDatabase(Postgres postgres) throws Exception {
		Starts starts = LateDatabaseBenchmark.run(postgres, 1, Duration.ofSeconds(1));
		assertThat(starts.endings()).containsOnlyKeys(Variant.values());
		assertThat(starts.endings().get(Variant.STARTER)).containsExactly(Starts.READY);
		assertThat(starts.durations().minimum(Variant.STARTER)).isGreaterThanOrEqualTo(1000);
	}

	@Test
	void bothApplicationsFailToStartWithWrongPassword(Postgres postgres) throws Exception {
		Starts starts = WrongPasswordBenchmark.start(postgres, 0, 1);
		assertThat(starts.endings()).containsOnlyKeys(Variant.values());
		assertThat(starts.endings().values()).allSatisfy(
				(endings) -> assertThat(endings).singleElement().asString().contains("password authentication failed"));
	}

	@Test
	void attemptsAfterChangeOfPasswordAreCounted(Postgres postgres) throws Exception {
		assertThat(WrongPasswordBenchmark.change(postgres, MOMENT)).containsOnlyKeys(Variant.values())
			.allSatisfy((variant, attempts) -> assertThat(attempts).isPositive());
	}

	@Test
	void bothApplicationsExecuteTransactions(Postgres postgres) throws Exception {
		assertThatBothArePositive(ThroughputBenchmark.run(postgres, 0, 1, MOMENT));
	}

	@Test
	void bothApplicationsAreWatched(Postgres postgres) throws Exception {
		Map<Variant, Quiet> seen = QuietBenchmark.run(postgres, MOMENT, MOMENT);
		assertThat(seen).containsOnlyKeys(Variant.values());
		assertThat(seen.values()).allSatisfy((quiet) -> assertThat(quiet.connections()).isPositive());
	}

	@Test
	void bothApplicationsAreAskedForTheirHealth(Postgres postgres) throws Exception {
		Map<Trouble, Healths> healths = HealthBenchmark.run(postgres, 1, MOMENT,
				Map.of("spring.datasource.hikari.connection-timeout", "2000"));
		assertThat(healths).containsOnlyKeys(Trouble.values());
		assertThat(healths.values()).allSatisfy((health) -> {
			assertThatBothArePositive(health.times());
			assertThat(health.texts().get(Variant.STARTER)).isNotEmpty();
		});
		assertThat(healths.get(Trouble.EXHAUSTED).texts()).containsEntry(Variant.PLAIN, Set.of("503 DOWN"))
			.containsEntry(Variant.STARTER, Set.of("200 UP saturated"));
	}

	private void assertThatBothArePositive(Comparison comparison) {
		assertThat(comparison.minimum(Variant.PLAIN)).isPositive();
		assertThat(comparison.minimum(Variant.STARTER)).isPositive();
	}

}
