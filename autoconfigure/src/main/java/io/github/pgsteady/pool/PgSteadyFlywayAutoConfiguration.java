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

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.ProviderDetector;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that lets migrations wait for the
 * database where they do not use the pool: with a user or a URL of their own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = FlywayAutoConfiguration.class, after = PgSteadyPoolAutoConfiguration.class)
@ConditionalOnClass({ Flyway.class, FlywayConfigurationCustomizer.class })
@ConditionalOnBean(HikariConnections.class)
public final class PgSteadyFlywayAutoConfiguration {

	@Bean
	FlywayConfigurationCustomizer pgSteadyFlywayConfigurationCustomizer(HikariConnections connections,
			ProviderDetector detector) {
		return (configuration) -> {
			DataSource dataSource = configuration.getDataSource();
			// What Spring Boot makes for a user or URL of the migrations' own
			ServerUrl url = (dataSource instanceof SimpleDriverDataSource simple) ? ServerUrl.of(simple.getUrl())
					: null;
			if (url != null) {
				Endpoint endpoint = detector.detect("flyway", url.host(), url.port(), url.leadsToPgBouncer())
					.getEndpoint();
				configuration.dataSource(connections.before(dataSource, "flyway", url, endpoint));
			}
		};
	}

}
