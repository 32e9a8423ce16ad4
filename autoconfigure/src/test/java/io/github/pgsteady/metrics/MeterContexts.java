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
import java.sql.Statement;

import javax.sql.DataSource;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.simulator.PostgresSimulation;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications with a pool and a registry.
 */
final class MeterContexts {

	private MeterContexts() {
	}

	static ApplicationContextRunner to(PostgresSimulation postgres) {
		return PoolContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyMetricsAutoConfiguration.class,
					MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));
	}

	static MeterRegistry registry(ApplicationContext context) {
		return context.getBean(MeterRegistry.class);
	}

	/**
	 * Read the value of each meter, as whoever collects them does.
	 * @param registry the registry
	 * @return the number of values
	 */
	static long scrape(MeterRegistry registry) {
		return registry.getMeters().stream().mapToLong((meter) -> {
			long values = 0;
			for (Measurement measurement : meter.measure()) {
				measurement.getValue();
				values++;
			}
			return values;
		}).sum();
	}

	/**
	 * Lose a connection while it reads. It is borrowed before: one that was idle for long
	 * HikariCP would look at, and lend another one.
	 * @param postgres the server
	 * @param dataSource the pool
	 */
	static void loseRead(PostgresSimulation postgres, DataSource dataSource) {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> new JdbcTemplate(dataSource).execute((Connection connection) -> {
				postgres.getServer().terminateAll();
				try (Statement statement = connection.createStatement()) {
					return statement.execute("select 1");
				}
			}));
	}

	static double gauge(MeterRegistry registry, String name, String dataSource, String... tags) {
		return registry.get(name).tag("datasource", dataSource).tags(tags).gauge().value();
	}

	static double count(MeterRegistry registry, String name, String... tags) {
		return registry.get(name).tag("datasource", "dataSource").tags(tags).counter().count();
	}

}
