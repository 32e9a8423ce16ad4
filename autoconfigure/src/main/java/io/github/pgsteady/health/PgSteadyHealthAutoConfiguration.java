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

package io.github.pgsteady.health;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthIndicatorProperties;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.failure.PgSteadyFailureAutoConfiguration;
import io.github.pgsteady.fleet.Fleet;
import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.PoolStates;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of databases, in
 * place of Spring Boot's own and under the same name and switch.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { DataSourceAutoConfiguration.class, PgSteadyFailureAutoConfiguration.class,
		PgSteadyPoolAutoConfiguration.class }, before = DataSourceHealthContributorAutoConfiguration.class)
@ConditionalOnClass({ JdbcTemplate.class, AbstractRoutingDataSource.class, ConditionalOnEnabledHealthIndicator.class,
		DataSourceHealthContributorAutoConfiguration.class })
@ConditionalOnBean({ DataSource.class, PoolStates.class, FailureClassifier.class })
@ConditionalOnEnabledHealthIndicator("db")
@ConditionalOnBooleanProperty(name = { "pgsteady.enabled", "pgsteady.health.enabled" }, matchIfMissing = true)
@ConditionalOnMissingBean(name = { "dbHealthIndicator", "dbHealthContributor" })
@EnableConfigurationProperties({ HealthProperties.class, DataSourceHealthIndicatorProperties.class })
public final class PgSteadyHealthAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	PoolHealths pgSteadyPoolHealths(PoolStates pools, PoolPlans plans, FailureClassifier classifier,
			HealthProperties properties, ObjectProvider<HealthListener> listeners, ObjectProvider<Fleet> fleet) {
		return new PoolHealths(pools, plans, classifier, HealthSettings.of(properties),
				new HealthListeners(listeners.orderedStream().toList()), fleet.getIfAvailable());
	}

	@Bean
	HealthContributor dbHealthContributor(ConfigurableListableBeanFactory beanFactory, PoolHealths healths,
			ObjectProvider<DataSourcePoolMetadataProvider> metadata, DataSourceHealthIndicatorProperties properties) {
		HealthContributorFactory factory = new HealthContributorFactory(healths,
				new CompositeDataSourcePoolMetadataProvider(metadata.orderedStream().toList()));
		return factory.create(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, DataSource.class, false, true),
				properties.isIgnoreRoutingDataSources());
	}

}
