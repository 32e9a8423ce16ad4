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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the connections of Liquibase: it
 * avoids a transaction pooler.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = LiquibaseAutoConfiguration.class, after = PgSteadyMigrationAutoConfiguration.class)
@ConditionalOnClass({ SpringLiquibase.class, LiquibaseDataSource.class })
@ConditionalOnBean(MigrationConnections.class)
public final class PgSteadyLiquibaseAutoConfiguration {

	private PgSteadyLiquibaseAutoConfiguration() {
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LiquibaseDataSourcePostProcessor pgSteadyLiquibaseDataSourcePostProcessor(
			ObjectProvider<MigrationConnections> connections, ObjectProvider<DataSource> dataSource,
			@LiquibaseDataSource ObjectProvider<DataSource> liquibaseDataSource) {
		return new LiquibaseDataSourcePostProcessor(connections, dataSource, liquibaseDataSource);
	}

}
