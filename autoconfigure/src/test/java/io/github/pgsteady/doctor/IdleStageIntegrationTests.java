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

package io.github.pgsteady.doctor;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that it is told when idle connections are cut, and how.
 */
@SimulatedPostgres
class IdleStageIntegrationTests {

	@Test
	void connectionsThatNobodyCuts(Postgres postgres) {
		Examined examined = examine(postgres, "900ms");
		assertThat(examined.status()).isZero();
		assertThat(examined.verdict(Stage.IDLE)).isEqualTo("passed");
		assertThat(examined.details(Stage.IDLE)).containsExactly("300 ms: alive", "600 ms: alive", "900 ms: alive");
		assertThat(examined.adviceText()).doesNotContain("idle-timeout");
	}

	@Test
	void serverThatEndsIdleSessions(Postgres postgres) {
		postgres.getServer().setIdleSessionTimeout(Duration.ofSeconds(1));
		try {
			Examined examined = examine(postgres, "3s");
			assertThat(examined.status()).isEqualTo(Report.FINDINGS);
			assertThat(examined.findings()).containsExactly("idle-connections-cut");
			assertThat(examined.details(Stage.IDLE)).hasSize(3)
				.element(2)
				.asString()
				.contains("FATAL: terminating connection due to idle-session timeout");
			assertThat(examined.adviceText()).contains("idle-timeout: 10000 # idle connections were cut after ")
				.contains("minimum-idle: 0");
		}
		finally {
			postgres.getServer().setIdleSessionTimeout(Duration.ZERO);
		}
	}

	@Test
	void limitOfTheServerThatNobodyWaitedFor(Postgres postgres) {
		postgres.getServer().setIdleSessionTimeout(Duration.ofMinutes(10));
		try {
			Examined examined = Examined.structured(postgres.getDatabaseUrl());
			assertThat(examined.adviceText()).contains("idle-timeout: 480000 # idle_session_timeout is 10 min");
		}
		finally {
			postgres.getServer().setIdleSessionTimeout(Duration.ZERO);
		}
	}

	@Test
	void networkThatClosesIdleConnections(Postgres postgres) {
		postgres.getProxy().inject(Fault.cut(Cut.FIN).whenIdle(Duration.ofMillis(700)).always());
		Examined examined = examine(postgres, "3s");
		assertThat(examined.findings()).containsExactly("idle-connections-cut");
		assertThat((int) examined.facts(Stage.IDLE).get("cutMilliseconds")).isBetween(500, 3000);
	}

	@Test
	void networkThatForgetsIdleConnections(Postgres postgres) {
		postgres.getProxy().inject(Fault.cut(Cut.SILENT).whenIdle(Duration.ofMillis(700)).always());
		Examined examined = examine(postgres, "3s");
		assertThat(examined.findings()).containsExactly("idle-connections-cut");
		assertThat(examined.details(Stage.IDLE)).element(2)
			.asString()
			.isEqualTo("3 s: cut after 3 s: without a word: no answer within 5 s");
	}

	private static Examined examine(Postgres postgres, String idle) {
		return Examined.structured(postgres.getDatabaseUrl(), "--idle", idle);
	}

}
