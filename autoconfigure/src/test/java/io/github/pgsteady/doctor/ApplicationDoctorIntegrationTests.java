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

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.yaml.snakeyaml.Yaml;

import io.github.pgsteady.diagnosis.Findings;
import io.github.pgsteady.diagnosis.PgSteadyDiagnosisAutoConfiguration;
import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationDoctor} and its auto-configuration.
 */
@SimulatedPostgres
class ApplicationDoctorIntegrationTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final AtomicInteger status = new AtomicInteger(-1);

	@Test
	void poolIsExaminedAsItIsSet(Postgres postgres) {
		PoolContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyDiagnosisAutoConfiguration.class))
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=80",
					"spring.datasource.hikari.data-source-properties.nothing=known")
			.run((context) -> {
				examine(context, ReportFormat.TEXT);
				assertThat(this.out.toString(StandardCharsets.UTF_8))
					.contains("DataSource 'dataSource'", "The application: 127.0.0.1:" + postgres.getPort(),
							"INFO ignored-parameters", "2 instances with maximum-pool-size=80 may hold 160 connections",
							"maximum-pool-size: 48 # 97 connections may be used")
					.doesNotContain("spring.datasource.url", postgres.getPassword());
				assertThat(this.status).hasValue(Report.FINDINGS);
				assertThat(context.getBean(HikariDataSource.class).getHikariPoolMXBean()).isNull();
			});
		postgres.getProxy().getLinks().awaitCount(0);
	}

	@Test
	void poolThatKnowsTheDriverByAClass(Postgres postgres) {
		PoolContexts.to(postgres).withUserConfiguration(OwnPools.class).run((context) -> {
			examine(context, ReportFormat.YAML);
			String[] reports = this.out.toString(StandardCharsets.UTF_8).split("(?m)^(?=verdict: )");
			assertThat(reports).hasSize(2)
				.allSatisfy((report) -> assertThat(report).contains("database: " + postgres.getDatabase()));
			assertThat(this.status).hasValue(Report.HEALTHY);
		});
	}

	@Test
	void applicationWithoutAPool(Postgres postgres) {
		PoolContexts.to("jdbc:h2:mem:none", "sa", "").run((context) -> {
			examine(context, ReportFormat.TEXT);
			assertThat(this.status).hasValue(Report.USAGE);
		});
	}

	@Test
	void nothingIsThereUnlessAskedFor(Postgres postgres) {
		PoolContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyDoctorAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ApplicationDoctor.class));
		PoolContexts.to(postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyDoctorAutoConfiguration.class))
			.withPropertyValues("pgsteady.doctor=true")
			.withClassLoader(new FilteredClassLoader(SpringBootTest.class, Yaml.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ApplicationDoctor.class));
	}

	private void examine(ApplicationContext context, ReportFormat format) {
		ApplicationPools pools = new ApplicationPools(context, context.getBean(PoolPlans.class),
				context.getBeanProvider(Findings.class), context.getEnvironment());
		Terminal terminal = new Terminal(new PrintStream(this.out), null, StandardCharsets.UTF_8, false);
		new ApplicationDoctor(pools, DoctorOptions.usual(), format, null, terminal, this.status::set)
			.afterSingletonsInstantiated();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPools {

		@Bean
		HikariDataSource orders(Environment environment) {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(environment.getProperty("spring.datasource.url"));
			dataSource.setUsername(environment.getProperty("spring.datasource.username"));
			dataSource.setPassword(environment.getProperty("spring.datasource.password"));
			return dataSource;
		}

		@Bean
		HikariDataSource stock(Environment environment) {
			String[] address = environment.getRequiredProperty("spring.datasource.url").split("[/:]+");
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setDataSourceClassName("org.postgresql.ds.PGSimpleDataSource");
			dataSource.addDataSourceProperty("serverName", address[2]);
			dataSource.addDataSourceProperty("portNumber", address[3]);
			dataSource.addDataSourceProperty("databaseName", address[4]);
			dataSource.setUsername(environment.getProperty("spring.datasource.username"));
			dataSource.setPassword(environment.getProperty("spring.datasource.password"));
			return dataSource;
		}

	}

}
