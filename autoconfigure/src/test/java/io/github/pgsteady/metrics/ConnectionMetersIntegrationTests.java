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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.connection.PgSteadyConnectionAutoConfiguration;
import io.github.pgsteady.failure.PgSteadyFailureAutoConfiguration;
import io.github.pgsteady.link.PgSteadyLinkAutoConfiguration;
import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.Link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the meters of connections.
 */
@SimulatedPostgres
class ConnectionMetersIntegrationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PgSteadyProviderAutoConfiguration.class,
				PgSteadyFailureAutoConfiguration.class, PgSteadyLinkAutoConfiguration.class,
				PgSteadyConnectionAutoConfiguration.class, PgSteadyPoolAutoConfiguration.class,
				PgSteadyMetricsAutoConfiguration.class, DataSourceAutoConfiguration.class,
				MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void attemptsBeforeTheRegistryIsThereAreMeasuredToo(PostgresSimulation postgres) {
		postgres.getProxy().inject(Fault.reject(PostgresError.STARTING_UP).times(3));
		contextRunner(postgres).withUserConfiguration(ConnectsEarly.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(attempts(registry, "waking")).isEqualTo(3);
			assertThat(attempts(registry, "connected")).isPositive();
			assertThat(registry.get("pgsteady.connection.wait")
				.tags("datasource", "dataSource", "first", "true")
				.timer()
				.totalTime(TimeUnit.MILLISECONDS)).isPositive();
		});
	}

	@Test
	void lossesAreCounted(PostgresSimulation postgres) {
		contextRunner(postgres).run((context) -> {
			MeterContexts.loseRead(postgres, context.getBean(HikariDataSource.class));
			assertThat(context.getBean(MeterRegistry.class)
				.get("pgsteady.connection.losses")
				.tags("datasource", "dataSource", "phase", "read", "failure", "connection-lost")
				.counter()
				.count()).isOne();
		});
	}

	@Test
	void stallsAreCounted(PostgresSimulation postgres) {
		contextRunner(postgres).withPropertyValues("pgsteady.stall.suspect-after=400ms").run((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(HikariDataSource.class));
			jdbc.execute("select pg_sleep(2)");
			Set<Long> silent = postgres.getProxy()
				.getLinks()
				.toList()
				.stream()
				.map(Link::getId)
				.collect(Collectors.toSet());
			postgres.getProxy().inject(Fault.stall(Direction.TO_SERVER).on((link) -> silent.contains(link.getId())));
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc.execute("select 1"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("pgsteady.stall.suspects").tag("datasource", "dataSource").counter().count())
				.isEqualTo(2);
			assertThat(registry.get("pgsteady.stall.working").tag("datasource", "dataSource").counter().count())
				.isOne();
			assertThat(registry.get("pgsteady.stall.detection")
				.tags("datasource", "dataSource", "cause", "idle")
				.timer()
				.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(400);
		});
	}

	@Test
	void outcomesOfLostCommitsAreCounted(PostgresSimulation postgres) {
		contextRunner(postgres).withPropertyValues("pgsteady.retry.commit-outcome=resolve").run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			try (Connection connection = dataSource.getConnection()) {
				connection.setAutoCommit(false);
				connection.createStatement().execute("create table ledger (id int)");
				connection.commit();
			}
			assertThat(postgres.queryForLong("select count(*) from ledger")).isZero();
			assertThat(context.getBean(MeterRegistry.class)
				.get("pgsteady.commit.outcomes")
				.tags("datasource", "dataSource", "outcome", "committed")
				.counter()
				.count()).isOne();
		});
	}

	@Test
	void eachRegistryGetsTheMeters() {
		ConnectionMeters meters = new ConnectionMeters();
		MeterRegistry first = new SimpleMeterRegistry();
		MeterRegistry second = new SimpleMeterRegistry();
		meters.bindTo(first);
		meters.bindTo(second);
		meters.observe("dataSource").connected(Duration.ZERO, Duration.ZERO, true);
		assertThat(attempts(first, "connected")).isOne();
		assertThat(attempts(second, "connected")).isOne();
	}

	@Test
	void canBeSwitchedOff(PostgresSimulation postgres) {
		contextRunner(postgres).withPropertyValues("pgsteady.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ConnectionMeters.class));
	}

	private ApplicationContextRunner contextRunner(PostgresSimulation postgres) {
		return this.contextRunner.withPropertyValues("spring.datasource.url=" + postgres.getJdbcUrl(),
				"spring.datasource.username=" + postgres.getUsername(),
				"spring.datasource.password=" + postgres.getPassword(), "pgsteady.startup.wait=30s");
	}

	private static long attempts(MeterRegistry registry, String outcome) {
		return registry.get("pgsteady.connection.attempts")
			.tags("datasource", "dataSource", "outcome", outcome)
			.timer()
			.count();
	}

	/**
	 * Needs the database before the registry is there.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ConnectsEarly {

		@Bean
		String early(HikariDataSource dataSource) throws Exception {
			try (Connection connection = dataSource.getConnection()) {
				return connection.getCatalog();
			}
		}

	}

}
