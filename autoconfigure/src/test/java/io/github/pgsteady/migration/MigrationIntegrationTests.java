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

package io.github.pgsteady.migration;

import javax.sql.DataSource;

import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Findings;
import io.github.pgsteady.diagnosis.PgSteadyDiagnosisAutoConfiguration;
import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.provider.Supabase;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.FaultProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests which of two doors of a database migrations use: a real PgBouncer in transaction
 * mode, or the server beside it.
 */
@RequiresPgBouncer
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class MigrationIntegrationTests {

	// Without commas, since the property is a list
	private static final String LOG = "create table if not exists session_log as select usename || ' ' || "
			+ "application_name || ' ' || current_database() as line from pg_stat_activity where pid = pg_backend_pid()";

	private static Supabase supabase;

	private FaultProxy direct;

	private long pooled;

	@BeforeAll
	static void start() {
		supabase = Supabase.start(Supabase.Mode.TRANSACTION);
	}

	@AfterAll
	static void stop() {
		supabase.close();
	}

	@BeforeEach
	void openTheOtherDoor() {
		supabase.execute("drop schema public cascade");
		supabase.execute("create schema public");
		supabase.execute("grant all on schema public to public");
		supabase.execute("drop table if exists session_log");
		this.direct = FaultProxy.before(supabase.getServer()::getAddress);
		this.pooled = supabase.getProxy().getConnections();
	}

	@AfterEach
	void closeTheOtherDoor() {
		this.direct.close();
		supabase.heal();
	}

	@ParameterizedTest
	@EnumSource
	void migrationIsDirect(Tool tool, CapturedOutput output) {
		contextRunner(tool).withPropertyValues("spring.application.name=orders").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.direct.getConnections()).isPositive();
			assertThat(supabase.getProxy().getConnections()).isEqualTo(this.pooled);
			assertThat(this.direct.getLinks()).isEmpty();
			assertThat(context.getBean(MigrationRoutes.class).getAll())
				.extracting(MigrationRoute::migration, MigrationRoute::direct)
				.containsExactly(tuple(tool.migration, "127.0.0.1:" + this.direct.getPort()));
			assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForObject("select count(*) from migrated", Long.class)).isZero();
			assertThat(supabase.getProxy().getConnections()).isGreaterThan(this.pooled);
		});
		assertThat(output).containsOnlyOnce("Migrations of '%s' use 127.0.0.1:%s in place of the transaction pooler"
			.formatted(tool.migration, this.direct.getPort()));
		assertThat(supabase.queryForLong("select count(*) from migrated")).isZero();
		assertThat(supabase.queryForLong("select count(*) from " + tool.history)).isOne();
	}

	@Test
	void connectionIsMadeAsThoseOfThePool() {
		contextRunner(Tool.FLYWAY)
			.withPropertyValues("spring.application.name=orders", "spring.flyway.init-sqls=" + LOG,
					"spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=0")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(supabase.queryForList("select line from session_log"))
			.containsExactly(supabase.getUsername() + " orders " + supabase.getDatabase());
	}

	// What the pool does with its connections decides on where tables are made, and on
	// whose
	// they are
	@ParameterizedTest
	@EnumSource
	void sessionIsPreparedAsThoseOfThePool(Tool tool) {
		supabase.execute("drop schema if exists stock cascade");
		supabase.execute("create schema stock");
		supabase.execute("grant all on schema stock to public");
		try {
			contextRunner(tool).withPropertyValues("spring.datasource.hikari.schema=stock",
					"spring.datasource.hikari.connection-init-sql=set work_mem to '7MB'",
					"spring.flyway.init-sqls=create table if not exists marks as select current_setting('work_mem') as work_mem",
					"spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=0")
				.run((context) -> assertThat(context).hasNotFailed());
			assertThat(this.direct.getConnections()).isPositive();
			assertThat(supabase.queryForLong("select count(*) from stock.migrated")).isZero();
			assertThat(supabase.queryForLong("select count(*) from stock." + tool.history)).isPositive();
			if (tool == Tool.FLYWAY) {
				assertThat(supabase.queryForList("select work_mem from stock.marks")).containsExactly("7MB");
			}
		}
		finally {
			supabase.execute("drop schema stock cascade");
		}
	}

	@ParameterizedTest
	@EnumSource
	void switchedOff(Tool tool) {
		contextRunner(tool).withConfiguration(AutoConfigurations.of(PgSteadyDiagnosisAutoConfiguration.class))
			.withPropertyValues("pgsteady.migration.direct-endpoint=false")
			.run((context) -> {
				assertThat(context.getBean(MigrationRoutes.class).getAll()).extracting(MigrationRoute::direct)
					.containsExactly((String) null);
				assertThat(context.getBean(Findings.class).getAll())
					.filteredOn((finding) -> finding.id().equals("migration-through-pooler"))
					.singleElement()
					.satisfies((finding) -> assertThat(finding.where()).containsExactly(tool.migration));
			});
		assertMigratedThroughThePooler();
	}

	@ParameterizedTest
	@EnumSource
	void wayAroundThePoolerIsNoFinding(Tool tool) {
		contextRunner(tool).withConfiguration(AutoConfigurations.of(PgSteadyDiagnosisAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(Findings.class).getAll()).extracting(Finding::id)
				.doesNotContain("migration-through-pooler"));
	}

	@ParameterizedTest
	@EnumSource
	void noRule(Tool tool) {
		contextRunner(tool)
			.withPropertyValues("pgsteady.providers.acme.transaction-pooler.unpooled-address=nowhere -> there")
			.run((context) -> assertThat(context).hasNotFailed());
		assertMigratedThroughThePooler();
	}

	@ParameterizedTest
	@EnumSource
	void otherDoorIsClosed(Tool tool, CapturedOutput output) {
		try (FaultInjection closed = this.direct
			.inject(Fault.reject(SupavisorError.MAX_CLIENTS_IN_SESSION_MODE.with(15)).always())) {
			contextRunner(tool).withPropertyValues("pgsteady.startup.wait=1s").run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(MigrationRoutes.class).getAll()).extracting(MigrationRoute::direct)
					.containsExactly((String) null);
			});
			assertThat(closed.getFired()).isPositive();
		}
		assertThat(output)
			.containsOnlyOnce("Migrations of '%s' go through the transaction pooler".formatted(tool.migration))
			.contains("(EMAXCONNSESSION)", "pgsteady.migration.direct-endpoint=false");
		assertThat(supabase.getProxy().getConnections()).isGreaterThan(this.pooled);
		assertThat(supabase.queryForLong("select count(*) from migrated")).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void otherDoorOpensLate(Tool tool) {
		FaultInjection starting = this.direct.inject(Fault.reject(PostgresError.STARTING_UP).times(3));
		contextRunner(tool).withPropertyValues("pgsteady.startup.wait=30s")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(starting.getFired()).isEqualTo(3);
		assertThat(supabase.getProxy().getConnections()).isEqualTo(this.pooled);
		assertThat(supabase.queryForLong("select count(*) from migrated")).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void urlOfItsOwnWins(Tool tool) {
		contextRunner(tool).withPropertyValues(tool.prefix + ".url=" + urlWithoutPreparedStatements(),
				tool.prefix + ".user=" + supabase.getUsername(), tool.prefix + ".password=" + supabase.getPassword())
			.run((context) -> assertThat(context).hasNotFailed());
		assertMigratedThroughThePooler();
	}

	@ParameterizedTest
	@EnumSource
	void userOfItsOwnWins(Tool tool) {
		contextRunner(tool).withPropertyValues("spring.datasource.url=" + urlWithoutPreparedStatements(),
				tool.prefix + ".user=" + supabase.getUsername(), tool.prefix + ".password=" + supabase.getPassword())
			.run((context) -> assertThat(context).hasNotFailed());
		assertMigratedThroughThePooler();
	}

	@ParameterizedTest
	@EnumSource
	void dataSourceOfItsOwnWins(Tool tool) {
		contextRunner(tool).withUserConfiguration(OwnDataSource.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertMigratedThroughThePooler();
	}

	@Test
	void withoutLiquibase() {
		contextRunner(Tool.FLYWAY).withConfiguration(AutoConfigurations.of(PgSteadyLiquibaseAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(SpringBootTest.class, SpringLiquibase.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(LiquibaseDataSourcePostProcessor.class)
				.hasSingleBean(Flyway.class));
		assertThat(this.direct.getConnections()).isPositive();
	}

	// With nobody's help, PgBouncer would mix them up
	private static String urlWithoutPreparedStatements() {
		String url = supabase.getJdbcUrl();
		return url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
	}

	private void assertMigratedThroughThePooler() {
		assertThat(this.direct.getConnections()).isZero();
		assertThat(supabase.getProxy().getConnections()).isGreaterThan(this.pooled);
		assertThat(supabase.queryForLong("select count(*) from migrated")).isZero();
	}

	private ApplicationContextRunner contextRunner(Tool tool) {
		return PoolContexts.to(supabase)
			.withConfiguration(AutoConfigurations.of(PgSteadyMigrationAutoConfiguration.class,
					PgSteadyFlywayAutoConfiguration.class, PgSteadyLiquibaseAutoConfiguration.class))
			.withConfiguration(AutoConfigurations.of(tool.autoConfiguration))
			.withPropertyValues("pgsteady.providers.acme.hosts=127.0.0.1",
					"pgsteady.providers.acme.transaction-pooler.hosts=127.0.0.1:" + supabase.getPort(),
					"pgsteady.providers.acme.transaction-pooler.unpooled-address=:%s -> :%s"
						.formatted(supabase.getPort(), this.direct.getPort()));
	}

	/**
	 * Who migrates.
	 */
	enum Tool {

		FLYWAY(FlywayAutoConfiguration.class, "flyway", "flyway_schema_history", "spring.flyway"),

		LIQUIBASE(LiquibaseAutoConfiguration.class, "liquibase", "databasechangelog", "spring.liquibase");

		private final Class<?> autoConfiguration;

		private final String migration;

		private final String history;

		private final String prefix;

		Tool(Class<?> autoConfiguration, String migration, String history, String prefix) {
			this.autoConfiguration = autoConfiguration;
			this.migration = migration;
			this.history = history;
			this.prefix = prefix;
		}

	}

	/**
	 * Leads to the pooler, too.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnDataSource {

		@Bean(defaultCandidate = false)
		@FlywayDataSource
		@LiquibaseDataSource
		DataSource migrations() {
			return new SimpleDriverDataSource(new Driver(), urlWithoutPreparedStatements(), supabase.getUsername(),
					supabase.getPassword());
		}

	}

}
