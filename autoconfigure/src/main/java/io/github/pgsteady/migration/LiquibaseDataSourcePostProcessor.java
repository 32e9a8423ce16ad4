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
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * {@link BeanPostProcessor} that gives Liquibase the connections that avoid a transaction
 * pooler, before it migrates in its initialisation.
 */
class LiquibaseDataSourcePostProcessor implements BeanPostProcessor {

	private final ObjectProvider<MigrationConnections> connections;

	private final ObjectProvider<DataSource> dataSource;

	private final ObjectProvider<DataSource> liquibaseDataSource;

	LiquibaseDataSourcePostProcessor(ObjectProvider<MigrationConnections> connections,
			ObjectProvider<DataSource> dataSource, ObjectProvider<DataSource> liquibaseDataSource) {
		this.connections = connections;
		this.dataSource = dataSource;
		this.liquibaseDataSource = liquibaseDataSource;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof SpringLiquibase liquibase && liquibase.getDataSource() != null
				&& liquibase.getDataSource() == this.dataSource.getIfUnique()
				&& this.liquibaseDataSource.getIfAvailable() == null) {
			this.connections
				.ifAvailable((available) -> liquibase.setDataSource(available.of(liquibase.getDataSource(), beanName)));
		}
		return bean;
	}

}
