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

import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the connections of Flyway: with
 * a user or URL of its own it waits for its database as a pool does, and with those of
 * the application it avoids a transaction pooler.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = FlywayAutoConfiguration.class, after = PgSteadyMigrationAutoConfiguration.class)
@ConditionalOnClass({ Flyway.class, FlywayConfigurationCustomizer.class })
@ConditionalOnBean(MigrationConnections.class)
public final class PgSteadyFlywayAutoConfiguration {

	private static final String NAME = "flyway";

	@Bean
	FlywayConfigurationCustomizer pgSteadyFlywayConfigurationCustomizer(MigrationConnections connections,
			ObjectProvider<DataSource> dataSource, @FlywayDataSource ObjectProvider<DataSource> flywayDataSource) {
		return (configuration) -> {
			DataSource used = configuration.getDataSource();
			// What Spring Boot makes for a user or URL of the migrations' own
			if (used instanceof SimpleDriverDataSource simple) {
				configuration.dataSource(connections.getConnections().before(simple, NAME, simple.getUrl()));
			}
			else if (used == dataSource.getIfUnique() && flywayDataSource.getIfAvailable() == null) {
				configuration.dataSource(connections.of(used, NAME));
			}
		};
	}

}
