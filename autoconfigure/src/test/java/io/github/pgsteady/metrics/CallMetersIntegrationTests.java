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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.retry.DatabaseRetry;
import io.github.pgsteady.retry.PgSteadyRetryAutoConfiguration;
import io.github.pgsteady.retry.RetryMode;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the meters of calls.
 */
@SimulatedPostgres
class CallMetersIntegrationTests {

	private static final Tags LOST = Tags.of("datasource", "dataSource", "phase", "transaction", "failure",
			"connection-lost");

	@Test
	void recoveredCallIsCounted(PostgresSimulation postgres) {
		contextRunner(postgres).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			double before = budget(registry);
			context.getBean(Ledger.class).inTransaction(once(postgres));
			assertThat(registry.get("pgsteady.call.failures").counters()).singleElement()
				.satisfies((counter) -> assertThat(Tags.of(counter.getId().getTags()))
					.containsExactlyInAnyOrderElementsOf(LOST.and("outcome", "recovered", "decision", "retried")))
				.satisfies((counter) -> assertThat(counter.count()).isOne());
			assertThat(registry.get("pgsteady.call.retries").tags(LOST).counter().count()).isOne();
			assertThat(registry.get("pgsteady.call.recovery").tags(LOST).timer().count()).isOne();
			assertThat(registry.get("pgsteady.call.recovery").timer().totalTime(TimeUnit.MILLISECONDS)).isPositive();
			assertThat(budget(registry)).isLessThan(before);
		});
	}

	@Test
	void callThatIsNotRepeatedSaysWhy(PostgresSimulation postgres) {
		contextRunner(postgres).run((context) -> {
			assertThatException().isThrownBy(() -> context.getBean(Ledger.class).never(once(postgres)));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("pgsteady.call.failures")
				.tags(LOST.and("outcome", "failed", "decision", "declared"))
				.counter()
				.count()).isOne();
			assertThat(registry.find("pgsteady.call.retries").counters()).isEmpty();
			assertThat(registry.find("pgsteady.call.recovery").timers()).isEmpty();
		});
	}

	@Test
	void wrongStatementIsNoFailureOfTheDatabase(PostgresSimulation postgres) {
		contextRunner(postgres).run((context) -> {
			assertThatExceptionOfType(BadSqlGrammarException.class)
				.isThrownBy(() -> context.getBean(Ledger.class).wrong());
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("pgsteady.call.failures").counters()).isEmpty();
			assertThat(registry.find("pgsteady.call.retries").counters()).isEmpty();
		});
	}

	@Test
	void absentWithoutRetries(PostgresSimulation postgres) {
		contextRunner(postgres).withPropertyValues("pgsteady.retry.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ConnectionMeters.class)
				.doesNotHaveBean(CallMeters.class));
	}

	@Test
	void canBeSwitchedOff(PostgresSimulation postgres) {
		contextRunner(postgres).withPropertyValues("pgsteady.metrics.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallMeters.class));
	}

	private static ApplicationContextRunner contextRunner(PostgresSimulation postgres) {
		// Proxies of classes need the class loader of these
		return PoolContexts.to(postgres)
			.withClassLoader(null)
			.withConfiguration(
					AutoConfigurations.of(PgSteadyRetryAutoConfiguration.class, PgSteadyMetricsAutoConfiguration.class,
							JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
							MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.withUserConfiguration(Ledger.class);
	}

	private static double budget(MeterRegistry registry) {
		return registry.get("pgsteady.retry.budget").tags("datasource", "dataSource").gauge().value();
	}

	private static Runnable once(PostgresSimulation postgres) {
		AtomicBoolean done = new AtomicBoolean();
		return () -> {
			if (done.compareAndSet(false, true)) {
				postgres.getServer().terminateAll();
			}
		};
	}

	/**
	 * Reads, and lets something happen in between.
	 */
	@Repository
	static class Ledger {

		private final JdbcClient jdbc;

		Ledger(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		void inTransaction(Runnable between) {
			read();
			between.run();
			read();
		}

		@Transactional
		@DatabaseRetry(RetryMode.NEVER)
		void never(Runnable between) {
			inTransaction(between);
		}

		void wrong() {
			this.jdbc.sql("selec 1").query().singleValue();
		}

		private void read() {
			this.jdbc.sql("select 1").query().singleValue();
		}

	}

}
