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

import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.provider.Provider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a healthy database of each provider is found to be one.
 */
@RequiresPgBouncer
class HealthyProvidersIntegrationTests {

	@ParameterizedTest
	@EnumSource(Provider.class)
	void healthyDatabaseIsFoundHealthy(Provider provider) {
		try (PostgresSimulation simulation = start(provider)) {
			long started = simulation.getProxy().getConnections();
			Examined examined = Examined.structured(environment(provider, simulation.getPort()),
					simulation.getDatabaseUrl());
			assertThat(examined.status()).as(examined.out()).isEqualTo(Report.HEALTHY);
			assertThat(examined.findings()).isEmpty();
			assertThat(examined.verdict(Stage.LOGIN)).isEqualTo("passed");
			assertThat(examined.verdict(Stage.LATENCY)).isEqualTo("passed");
			assertThat(examined.facts(Stage.URL)).containsEntry("provider", name(provider));
			assertThat(examined.facts(Stage.ENDPOINT)).containsEntry("kind", kind(provider));
			// For TCP, for TLS, and two that log in
			assertThat(simulation.getProxy().getConnections() - started).isEqualTo(4);
			simulation.getProxy().getLinks().awaitCount(0);
		}
	}

	// The external host of Render is only reached with TLS
	private static PostgresSimulation start(Provider provider) {
		return (provider != Provider.RENDER) ? provider.builder().start() : provider.builder().tls().start();
	}

	private static String name(Provider provider) {
		return switch (provider) {
			case POSTGRES -> "generic";
			case SUPABASE_SESSION_POOLER, SUPABASE_TRANSACTION_POOLER -> "supabase";
			default -> provider.name().toLowerCase(Locale.ROOT);
		};
	}

	private static String kind(Provider provider) {
		return switch (provider) {
			case SUPABASE_SESSION_POOLER -> "session-pooler";
			case SUPABASE_TRANSACTION_POOLER -> "transaction-pooler";
			default -> "direct";
		};
	}

	// By its address alone, nobody knows whose it is
	private static Map<String, String> environment(Provider provider, int port) {
		if (provider == Provider.POSTGRES) {
			return Map.of();
		}
		String prefix = "pgsteady.providers." + name(provider);
		String kind = kind(provider).equals("direct") ? "" : "." + kind(provider);
		return Map.of(prefix + kind + ".hosts", "127.0.0.1:" + port);
	}

}
