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

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.github.pgsteady.pool.OutsideConnections;
import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.provider.ProviderCatalog;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for migrations that do not go
 * through a transaction pooler.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PgSteadyPoolAutoConfiguration.class)
@ConditionalOnClass({ DataSourceUnwrapper.class, HikariDataSource.class })
@ConditionalOnBean(OutsideConnections.class)
@EnableConfigurationProperties(MigrationProperties.class)
public final class PgSteadyMigrationAutoConfiguration {

	@Bean
	MigrationRoutes pgSteadyMigrationRoutes() {
		return new MigrationRoutes();
	}

	@Bean
	MigrationConnections pgSteadyMigrationConnections(OutsideConnections connections, ProviderCatalog catalog,
			Environment environment, MigrationRoutes routes, MigrationProperties properties) {
		return new MigrationConnections(connections, new DirectEndpoints(catalog, connections, environment), routes,
				properties.isDirectEndpoint());
	}

}
