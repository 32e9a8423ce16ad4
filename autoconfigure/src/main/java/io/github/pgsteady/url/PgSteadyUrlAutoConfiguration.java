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

package io.github.pgsteady.url;

import javax.sql.DataSource;
import javax.sql.XADataSource;

import org.postgresql.Driver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;
import io.github.pgsteady.provider.ProviderCatalog;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that connects to the database that
 * {@code DATABASE_URL}, or one of its relatives, names. Other connection details win, and
 * so does a DataSource of the application's own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = { DataSourceAutoConfiguration.class, XADataSourceAutoConfiguration.class },
		after = PgSteadyProviderAutoConfiguration.class)
@ConditionalOnClass({ Driver.class, JdbcConnectionDetails.class })
@ConditionalOnBooleanProperty(name = "pgsteady.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ JdbcConnectionDetails.class, DataSource.class, XADataSource.class })
@Conditional(OnDatabaseUrlCondition.class)
@EnableConfigurationProperties({ UrlProperties.class, DataSourceProperties.class })
public final class PgSteadyUrlAutoConfiguration {

	@Bean
	DatabaseUrlJdbcConnectionDetails pgSteadyJdbcConnectionDetails(Environment environment,
			ResourceLoader resourceLoader, ProviderCatalog catalog, DataSourceProperties dataSourceProperties) {
		DatabaseUrlResolver resolver = new DatabaseUrlResolver(environment, resourceLoader.getClassLoader());
		return new JdbcConnectionDetailsFactory(new RawProperties(environment), catalog, dataSourceProperties)
			.create(resolver.resolve());
	}

}
