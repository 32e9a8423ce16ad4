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

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.pgsteady.health.PgSteadyHealthAutoConfiguration;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how often the health asks the database, and how often it does not.
 */
@SimulatedPostgres
@Timeout(120)
class HealthMetersIntegrationTests {

	@Test
	void recentAnswerSavesAQuestion(PostgresSimulation postgres) {
		runner(postgres).run((context) -> {
			askRepeatedly(context, 5);
			assertThat(sent(context)).isOne();
			assertThat(saved(context, "evidence")).isEqualTo(4);
		});
	}

	@Test
	void oldAnswerDoesNot(PostgresSimulation postgres) {
		runner(postgres).withPropertyValues("pgsteady.health.max-age=0").run((context) -> {
			askRepeatedly(context, 5);
			assertThat(sent(context)).isEqualTo(5);
			assertThat(saved(context, "evidence")).isZero();
		});
	}

	@Test
	void sleepingDatabaseIsSpared(PostgresSimulation postgres) {
		runner(postgres).withPropertyValues("pgsteady.may-sleep=true", "pgsteady.health.max-age=0").run((context) -> {
			askRepeatedly(context, 5);
			assertThat(sent(context)).isOne();
			assertThat(saved(context, "sleeping")).isEqualTo(4);
		});
	}

	@Test
	void fullPoolIsLeftAlone(PostgresSimulation postgres) {
		runner(postgres).withPropertyValues("spring.datasource.hikari.maximum-pool-size=1", "pgsteady.health.max-age=0")
			.run((context) -> {
				try (Connection connection = context.getBean(HikariDataSource.class).getConnection()) {
					assertThat(connection.isClosed()).isFalse();
					askRepeatedly(context, 5);
				}
				assertThat(saved(context, "full")).isEqualTo(5);
				assertThat(sent(context)).isZero();
			});
	}

	@Test
	void crowdSharesOneQuestion(PostgresSimulation postgres) {
		runner(postgres).withPropertyValues("pgsteady.health.timeout=60s", "pgsteady.stall.enabled=false")
			.run((context) -> {
				FaultInjection stall = postgres.getProxy().inject(Fault.stall());
				List<CompletableFuture<Void>> requests = IntStream.range(0, 20)
					.mapToObj((i) -> CompletableFuture.runAsync(() -> ask(context), HealthMetersIntegrationTests::run))
					.toList();
				await().until(() -> MeterContexts.registry(context)
					.find("pgsteady.health.checks.saved")
					.counters()
					.size() == 4 && saved(context, "shared") == 19);
				stall.close();
				requests.forEach(CompletableFuture::join);
				assertThat(sent(context)).isOne();
			});
	}

	private static void run(Runnable task) {
		new Thread(task).start();
	}

	private static void askRepeatedly(ApplicationContext context, int times) {
		IntStream.range(0, times).forEach((i) -> ask(context));
	}

	private static void ask(ApplicationContext context) {
		HealthIndicator health = (HealthIndicator) context.getBean(HealthContributorRegistry.class)
			.getContributor("db");
		assertThat(health).isNotNull();
		health.health();
	}

	private static double sent(ApplicationContext context) {
		return MeterContexts.count(registry(context), "pgsteady.health.checks.sent");
	}

	private static double saved(ApplicationContext context, String reason) {
		return MeterContexts.count(registry(context), "pgsteady.health.checks.saved", "reason", reason);
	}

	private static MeterRegistry registry(ApplicationContext context) {
		return MeterContexts.registry(context);
	}

	private static ApplicationContextRunner runner(PostgresSimulation postgres) {
		return MeterContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyHealthAutoConfiguration.class,
					DataSourceHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class));
	}

}
