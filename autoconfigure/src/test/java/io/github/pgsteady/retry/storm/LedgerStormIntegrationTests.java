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

package io.github.pgsteady.retry.storm;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.pgsteady.retry.SilentLog;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Short storms: nothing that was acknowledged is lost, nothing is stored twice, and only
 * those calls fail of which nobody can know.
 */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class LedgerStormIntegrationTests {

	private static final long SEED = 4711;

	private static final int CALLS = 700;

	private final SilentLog silence = new SilentLog();

	private final Map<Variant, LedgerStorms> storms = new EnumMap<>(Variant.class);

	private PostgresSimulation postgres;

	@BeforeAll
	void start() {
		this.postgres = Postgres.start();
		LedgerApplication.createTables(this.postgres);
	}

	@AfterAll
	void stop() {
		this.storms.values().forEach(LedgerStorms::close);
		this.postgres.close();
		this.silence.close();
	}

	@ParameterizedTest
	@MethodSource
	void steadyApplicationLosesAndDoublesNothing(Variant variant, Disaster disaster) throws Exception {
		int strikes = Math.max(2, (int) (1000 / disaster.getPace().toMillis()));
		StormAssertions.assertSteady(storms(variant).rage(disaster, strikes, CALLS, SEED));
	}

	static Stream<Arguments> steadyApplicationLosesAndDoublesNothing() {
		return LedgerStorms.VARIANTS.stream()
			.filter(Variant::isSteady)
			.flatMap((variant) -> Arrays.stream(Disaster.values()).map((disaster) -> Arguments.of(variant, disaster)));
	}

	@Test
	void naiveTemplateStoresTwice() throws Exception {
		StormReport report = storms(Variant.NAIVE).rage(Disaster.COMMIT_CUT_AFTER, 40, CALLS, SEED);
		assertThat(report.tally().doubled()).as("stored twice: %s", report).isPositive();
	}

	private LedgerStorms storms(Variant variant) {
		return this.storms.computeIfAbsent(variant, (some) -> new LedgerStorms(this.postgres, some));
	}

}
