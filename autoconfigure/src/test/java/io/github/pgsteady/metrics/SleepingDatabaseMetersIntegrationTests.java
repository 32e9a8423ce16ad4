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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.retry.PgSteadyRetryAutoConfiguration;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Provider;
import io.github.pgsteady.simulator.proxy.Traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that meters neither wake a database that sleeps nor keep it awake, and that they
 * tell who does.
 */
@SimulatedPostgres(Provider.NEON)
@Timeout(120)
class SleepingDatabaseMetersIntegrationTests {

	@Test
	void sleepingDatabaseIsNotAsked(Neon neon) {
		runner(neon).run((context) -> {
			jdbc(context).execute("select 1");
			dataSource(context).getHikariPoolMXBean().softEvictConnections();
			neon.awaitAsleep();
			await().until(() -> neon.getProxy().getLinks().isEmpty());
			Traffic before = neon.getProxy().getTraffic();
			long connections = neon.getProxy().getConnections();
			for (int i = 0; i < 100; i++) {
				assertThat(MeterContexts.scrape(MeterContexts.registry(context))).isGreaterThan(50);
			}
			assertThat(neon.getProxy().getTraffic()).isEqualTo(before);
			assertThat(neon.getProxy().getConnections()).isEqualTo(connections);
			assertThat(neon.isAsleep()).isTrue();
		});
	}

	@Test
	void databaseIsNotKeptAwakeOnIdleConnections(Neon neon) {
		runner(neon).run((context) -> {
			jdbc(context).execute("select 1");
			// The pool may be making one more
			AtomicLong before = new AtomicLong();
			await().pollInterval(Duration.ofSeconds(1))
				.during(Duration.ofSeconds(4))
				.atMost(Duration.ofSeconds(30))
				.until(() -> {
					MeterContexts.scrape(MeterContexts.registry(context));
					long sent = neon.getProxy().getTraffic().bytesToServer();
					return before.getAndSet(sent) == sent;
				});
			neon.awaitAsleep();
		});
	}

	@Test
	void poolThatHasNotStartedIsNotStarted(Neon neon) {
		long connections = neon.getProxy().getConnections();
		runner(neon).run((context) -> {
			MeterContexts.scrape(MeterContexts.registry(context));
			assertThat(dataSource(context).isRunning()).isFalse();
		});
		assertThat(neon.getProxy().getConnections()).isEqualTo(connections);
	}

	@Test
	void wakesAreCounted(Neon neon) {
		runner(neon).run((context) -> {
			MeterRegistry registry = MeterContexts.registry(context);
			jdbc(context).execute("select 1");
			jdbc(context).execute("select 1");
			assertThat(wakes(registry)).isZero();
			dataSource(context).getHikariPoolMXBean().softEvictConnections();
			// Not long enough for it to fall asleep
			jdbc(context).execute("select 1");
			assertThat(wakes(registry)).isZero();
			for (int i = 1; i <= 2; i++) {
				dataSource(context).getHikariPoolMXBean().softEvictConnections();
				int wakes = neon.getWakes();
				neon.awaitAsleep();
				jdbc(context).execute("select 1");
				jdbc(context).execute("select 1");
				assertThat(neon.getWakes()).isEqualTo(wakes + 1);
				assertThat(wakes(registry)).isEqualTo(i);
			}
		});
	}

	@Test
	void databaseThatDoesNotSleepHasNoWakes(Neon neon) {
		runner(neon).withPropertyValues("pgsteady.may-sleep=false").run((context) -> {
			jdbc(context).execute("select 1");
			assertThat(MeterContexts.registry(context).find("pgsteady.database.wakes").counters()).isEmpty();
		});
	}

	private static double wakes(MeterRegistry registry) {
		return MeterContexts.count(registry, "pgsteady.database.wakes");
	}

	private static ApplicationContextRunner runner(Neon neon) {
		return MeterContexts.to(neon)
			.withConfiguration(AutoConfigurations.of(PgSteadyRetryAutoConfiguration.class,
					DataSourcePoolMetricsAutoConfiguration.class))
			.withPropertyValues("pgsteady.provider=neon", "pgsteady.providers.neon.sleeps-after=2s");
	}

	private static HikariDataSource dataSource(ApplicationContext context) {
		return context.getBean(HikariDataSource.class);
	}

	private static JdbcTemplate jdbc(ApplicationContext context) {
		return new JdbcTemplate(dataSource(context));
	}

}
