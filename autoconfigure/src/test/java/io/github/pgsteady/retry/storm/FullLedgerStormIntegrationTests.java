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

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.pgsteady.retry.SilentLog;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Storms of at least 100 000 calls and 2000 faults for each way to have pgsteady, and
 * shorter ones without it. The table is printed, and is in
 * {@code target/ledger-storms.md}.
 */
@Tag("storm")
@Timeout(3600)
class FullLedgerStormIntegrationTests {

	private static final int CALLS = 10_000;

	// Of a disaster that strikes every 25 ms; others strike all connections, or take time
	private static final int STRIKES = 330;

	private static final Map<Disaster, Integer> RARE = new EnumMap<>(Map.of(Disaster.STALL, 40, Disaster.RESTART_FAST,
			12, Disaster.RESTART_IMMEDIATE, 12, Disaster.ROLE_LIMIT, 12));

	// Without pgsteady it is only about what happens at all
	private static final int SHARE = 10;

	private final SilentLog silence = new SilentLog();

	@AfterEach
	void endSilence() {
		this.silence.close();
	}

	@Test
	void stormsOfAllKinds() throws Exception {
		long seed = Long.getLong("pgsteady.storm.seed", 4711);
		StormTable table = new StormTable();
		SoftAssertions softly = new SoftAssertions();
		try (PostgresSimulation postgres = Postgres.start()) {
			LedgerApplication.createTables(postgres);
			for (Variant variant : LedgerStorms.VARIANTS) {
				try (LedgerStorms storms = new LedgerStorms(postgres, variant)) {
					for (Disaster disaster : Disaster.values()) {
						StormReport report = rage(storms, variant, disaster, seed);
						System.out.println(report);
						table.add(report);
						if (variant.isSteady()) {
							softly.check(() -> StormAssertions.assertSteady(report));
						}
					}
				}
			}
		}
		System.out.println("Seed " + seed);
		table.print(System.out);
		try (PrintStream file = new PrintStream(Files.newOutputStream(Path.of("target", "ledger-storms.md")))) {
			table.print(file);
		}
		softly.assertAll();
		assertThat(table.of(Variant.NAIVE).doubled()).as("stored twice by the naive template").isPositive();
	}

	private static StormReport rage(LedgerStorms storms, Variant variant, Disaster disaster, long seed)
			throws Exception {
		int share = variant.isSteady() ? 1 : SHARE;
		int strikes = Math.max(3, RARE.getOrDefault(disaster, STRIKES) / share);
		return storms.rage(disaster, strikes, CALLS / share, seed);
	}

}
