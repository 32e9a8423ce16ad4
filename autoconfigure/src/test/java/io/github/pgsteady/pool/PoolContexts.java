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

import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;

import io.github.pgsteady.connection.PgSteadyConnectionAutoConfiguration;
import io.github.pgsteady.failure.PgSteadyFailureAutoConfiguration;
import io.github.pgsteady.link.PgSteadyLinkAutoConfiguration;
import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;
import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * Applications with a pool that leads to a simulation, as in production.
 */
public final class PoolContexts {

	private PoolContexts() {
	}

	public static ApplicationContextRunner to(PostgresSimulation postgres) {
		return to(postgres, postgres.getJdbcUrl());
	}

	public static ApplicationContextRunner to(PostgresSimulation postgres, String url) {
		return to(url, postgres.getUsername(), postgres.getPassword());
	}

	public static ApplicationContextRunner to(String url, String username, String password) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PgSteadyProviderAutoConfiguration.class,
					PgSteadyFailureAutoConfiguration.class, PgSteadyLinkAutoConfiguration.class,
					PgSteadyConnectionAutoConfiguration.class, PgSteadyPoolAutoConfiguration.class,
					DataSourceAutoConfiguration.class, TransactionManagerCustomizationAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(SpringBootTest.class))
			.withPropertyValues("spring.datasource.url=" + url, "spring.datasource.username=" + username,
					"spring.datasource.password=" + password, "spring.datasource.hikari.minimum-idle=0");
	}

	/**
	 * Return a pool that knows the driver by a DataSource class, not by a URL.
	 * @param postgres where it leads to
	 * @return the pool, which has not started
	 */
	public static HikariDataSource dataSourceOfTheDriver(PostgresSimulation postgres) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setDataSourceClassName(PGSimpleDataSource.class.getName());
		dataSource.addDataSourceProperty("serverName", postgres.getHost());
		dataSource.addDataSourceProperty("portNumber", postgres.getPort());
		dataSource.addDataSourceProperty("databaseName", postgres.getDatabase());
		dataSource.setUsername(postgres.getUsername());
		dataSource.setPassword(postgres.getPassword());
		return dataSource;
	}

}
