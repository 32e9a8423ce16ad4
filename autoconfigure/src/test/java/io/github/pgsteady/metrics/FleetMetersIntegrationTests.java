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

package io.github.pgsteady.metrics;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.fleet.PgSteadyFleetAutoConfiguration;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the meters of those who share a server.
 */
@SimulatedPostgres
@Timeout(120)
class FleetMetersIntegrationTests {

	private static final List<String> GAUGES = List.of("pgsteady.fleet.limit", "pgsteady.fleet.used",
			"pgsteady.fleet.instances", "pgsteady.fleet.share");

	@Test
	void gaugesSayWhatTheServerSaid(PostgresSimulation postgres) {
		MeterContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyFleetAutoConfiguration.class))
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=7")
			.run((context) -> {
				MeterRegistry registry = MeterContexts.registry(context);
				assertThat(gauges(registry)).containsOnly(Double.NaN);
				new JdbcTemplate(context.getBean(HikariDataSource.class)).execute("select 1");
				await().until(() -> !gauges(registry).contains(Double.NaN));
				double limit = postgres
					.queryForLong("select setting::int from pg_settings where name = 'max_connections'") - 3;
				assertThat(gauges(registry)).element(0).isEqualTo(limit);
				assertThat(gauges(registry)).element(1).satisfies((used) -> assertThat(used).isBetween(1.0, limit));
				assertThat(gauges(registry)).element(2).isEqualTo(1.0);
				assertThat(gauges(registry)).element(3).isEqualTo(7.0);
				context.getBean(HikariDataSource.class).close();
				assertThat(gauges(registry)).containsOnly(Double.NaN);
			});
	}

	@Test
	void thereAreNoneWhereItIsOff(PostgresSimulation postgres) {
		MeterContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyFleetAutoConfiguration.class))
			.withPropertyValues("pgsteady.fleet.mode=off")
			.run((context) -> assertThat(MeterContexts.registry(context).find("pgsteady.fleet.limit").gauge())
				.isNull());
	}

	private static List<Double> gauges(MeterRegistry registry) {
		return GAUGES.stream().map((name) -> MeterContexts.gauge(registry, name, "dataSource")).toList();
	}

}
