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

package io.github.pgsteady.pool;

import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.migration.PgSteadyFlywayAutoConfiguration;
import io.github.pgsteady.migration.PgSteadyMigrationAutoConfiguration;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whoever needs the database at the start finds one that is only just
 * starting.
 */
@SimulatedPostgres
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class StartupIntegrationTests {

	private static final int ATTEMPTS = 5;

	private FaultInjection starting;

	@BeforeEach
	void start(PostgresSimulation postgres) {
		postgres.execute("drop schema public cascade");
		postgres.execute("create schema public");
		postgres.execute("grant all on schema public to public");
		this.starting = postgres.getProxy().inject(Fault.reject(PostgresError.STARTING_UP).times(ATTEMPTS));
	}

	@Test
	void flyway(PostgresSimulation postgres) {
		assertMigrates(postgres,
				contextRunner(postgres)
					.withConfiguration(AutoConfigurations.of(PgSteadyMigrationAutoConfiguration.class,
							PgSteadyFlywayAutoConfiguration.class, FlywayAutoConfiguration.class)));
	}

	@Test
	void flywayWithAUserOfItsOwn(PostgresSimulation postgres, CapturedOutput output) {
		assertMigrates(postgres,
				contextRunner(postgres)
					.withConfiguration(AutoConfigurations.of(PgSteadyMigrationAutoConfiguration.class,
							PgSteadyFlywayAutoConfiguration.class, FlywayAutoConfiguration.class))
					.withPropertyValues("spring.flyway.user=" + postgres.getUsername(),
							"spring.flyway.password=" + postgres.getPassword()));
		assertThat(output).containsOnlyOnce("The database of 'flyway' is not there (WAKING (57P03)");
	}

	@Test
	void liquibase(PostgresSimulation postgres) {
		assertMigrates(postgres,
				contextRunner(postgres).withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class)));
	}

	@Test
	void hibernate(PostgresSimulation postgres) {
		assertMigrates(postgres,
				contextRunner(postgres).withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
					.withUserConfiguration(Entities.class)
					.withPropertyValues("spring.jpa.hibernate.ddl-auto=create"));
	}

	@Test
	void dataSourceClass(PostgresSimulation postgres, CapturedOutput output) {
		contextRunner(postgres).withBean(HikariDataSource.class, () -> dataSourceOfTheDriver(postgres))
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(new JdbcTemplate(dataSource).queryForObject("select 42", Integer.class)).isEqualTo(42);
				assertThat(context.getBean(PoolStates.class).getNames()).hasSize(1);
				dataSource.getHikariConfigMXBean().setPassword("wrong");
				dataSource.getHikariPoolMXBean().softEvictConnections();
				assertThat(canConnect(dataSource)).isFalse();
			});
		assertThat(this.starting.getFired()).isEqualTo(ATTEMPTS);
		assertThat(output).doesNotContain("ignoring");
	}

	private static boolean canConnect(HikariDataSource dataSource) {
		try {
			dataSource.getConnection().close();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private void assertMigrates(PostgresSimulation postgres, ApplicationContextRunner contextRunner) {
		contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.starting.getFired()).isEqualTo(ATTEMPTS);
		assertThat(postgres.queryForLong("select count(*) from migrated")).isZero();
	}

	private static ApplicationContextRunner contextRunner(PostgresSimulation postgres) {
		return PoolContexts.to(postgres)
			.withPropertyValues("pgsteady.startup.wait=30s", "spring.datasource.hikari.connection-timeout=2000");
	}

	private static HikariDataSource dataSourceOfTheDriver(PostgresSimulation postgres) {
		HikariDataSource dataSource = PoolContexts.dataSourceOfTheDriver(postgres);
		dataSource.setMinimumIdle(0);
		dataSource.setConnectionTimeout(2000);
		return dataSource;
	}

	/**
	 * Where the entities are.
	 */
	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = StartupIntegrationTests.class)
	static class Entities {

	}

	/**
	 * Becomes a table.
	 */
	@Entity(name = "migrated")
	static class Migrated {

		@Id
		private Integer id;

	}

}
