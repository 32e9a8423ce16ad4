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

package io.github.pgsteady.retry;

import java.util.concurrent.ThreadLocalRandom;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.repository.core.support.TransactionalRepositoryFactoryBeanSupport;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.pool.PoolStates;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that repeats calls of repositories
 * and of transactional methods where that is safe.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PgSteadyPoolAutoConfiguration.class)
@ConditionalOnClass({ RetryTemplate.class, PlatformTransactionManager.class, JdbcOperations.class, Advised.class })
@ConditionalOnBean({ PoolStates.class, FailureClassifier.class })
@ConditionalOnBooleanProperty(name = { "pgsteady.enabled", "pgsteady.retry.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(RetryProperties.class)
public final class PgSteadyRetryAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	PoolGuards pgSteadyPoolGuards(PoolStates states, RetryProperties properties) {
		RetryBounds.check(properties);
		return new PoolGuards(states, properties);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	RetryBudgets pgSteadyRetryBudgets(PoolStates states, PoolGuards guards) {
		return new RetryBudgets(states, guards);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	Bindings pgSteadyBindings(ConfigurableListableBeanFactory beanFactory, PoolStates states, PoolGuards guards) {
		return new Bindings(beanFactory, states, guards);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	Pauses pgSteadyRetryPauses() {
		return new Pauses();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	PublishingCallListener pgSteadyPublishingCallListener(ApplicationEventPublisher publisher) {
		return new PublishingCallListener(publisher);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	CallGuard pgSteadyCallGuard(FailureClassifier classifier, PoolGuards pools, RetryProperties properties,
			Pauses pauses, ObjectProvider<SharedState> shared, ObjectProvider<CallListener> listeners) {
		CallRules rules = new CallRules(classifier, pools, properties,
				new RetryBackoff(() -> ThreadLocalRandom.current().nextLong()),
				() -> shared.stream().anyMatch(SharedState::isBound), listeners::orderedStream, System::nanoTime);
		return new CallGuard(rules, new RetryLoop(pauses));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	RetryAdvices pgSteadyRetryAdvices(CallGuard guard, RetryProperties properties, Bindings bindings,
			ObjectProvider<TransactionAttributeSource> transactions) {
		return new RetryAdvices(guard, properties,
				transactions.getIfUnique(() -> new AnnotationTransactionAttributeSource(false)), bindings);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RetryProxyPostProcessor pgSteadyRetryProxyPostProcessor(ObjectProvider<RetryAdvices> advices) {
		return new RetryProxyPostProcessor(new RetryAdvisor(advices));
	}

	@Bean
	DatabaseRetryTemplate databaseRetryTemplate(CallGuard guard, Bindings bindings) {
		return new DatabaseRetryTemplate(guard, bindings);
	}

	@Bean
	GuardedBeans pgSteadyGuardedBeans(ConfigurableListableBeanFactory beanFactory, RetryAdvices advices) {
		return new GuardedBeans(beanFactory, advices);
	}

	/**
	 * For Spring Data repositories.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TransactionalRepositoryFactoryBeanSupport.class)
	static class RepositoryConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RepositoryRetryPostProcessor pgSteadyRepositoryRetryPostProcessor(ObjectProvider<RetryAdvices> advices) {
			return new RepositoryRetryPostProcessor(advices);
		}

	}

	/**
	 * For aggregates of Spring Data JDBC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RelationalMappingContext.class)
	static class AggregateConfiguration {

		@Bean
		AggregateIdentityCallback pgSteadyAggregateIdentityCallback(ObjectProvider<RelationalMappingContext> mapping) {
			return new AggregateIdentityCallback(mapping);
		}

	}

	/**
	 * For entities of JPA.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EntityManagerFactory.class)
	static class EntityConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		SharedState pgSteadySharedPersistenceContext() {
			return new SharedPersistenceContext();
		}

	}

}
