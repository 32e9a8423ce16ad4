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

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.orm.jpa.EntityManagerFactoryInfo;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.TransactionManagementConfigurer;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolStates;

/**
 * Finds out which pool a call uses, by its transaction manager.
 */
final class Bindings {

	private static final boolean ORM = ClassUtils.isPresent("org.springframework.orm.jpa.EntityManagerFactoryInfo",
			Bindings.class.getClassLoader());

	private final ListableBeanFactory beanFactory;

	private final PoolStates states;

	private final PoolGuards guards;

	Bindings(ListableBeanFactory beanFactory, PoolStates states, PoolGuards guards) {
		this.beanFactory = beanFactory;
		this.states = states;
		this.guards = guards;
	}

	/**
	 * Find the pool of a call.
	 * @param transaction what is known of its transaction, or {@code null} if it begins
	 * none
	 * @param defaultManager the name of the transaction manager where the transaction
	 * names none, or {@code null} for the default
	 * @return the pool
	 */
	Binding of(@Nullable TransactionAttribute transaction, @Nullable String defaultManager) {
		if (transaction == null) {
			return only();
		}
		TransactionManager manager = manager(transaction.getQualifier(), defaultManager);
		if (manager == null) {
			return Binding.UNKNOWN;
		}
		if (!(manager instanceof ResourceTransactionManager resources)) {
			return Binding.FOREIGN;
		}
		DataSource dataSource = dataSource(resources.getResourceFactory());
		if (dataSource == null) {
			return Binding.FOREIGN;
		}
		ObservedPool pool = this.states.find(dataSource);
		if (pool != null) {
			return Binding.to(this.guards.of(pool));
		}
		return (dataSource instanceof AbstractRoutingDataSource) ? Binding.UNKNOWN : Binding.FOREIGN;
	}

	private Binding only() {
		if (this.beanFactory.getBeanNamesForType(DataSource.class, false, false).length != 1) {
			return Binding.UNKNOWN;
		}
		ObservedPool pool = this.states.find(this.beanFactory.getBean(DataSource.class));
		return (pool != null) ? Binding.presumed(this.guards.of(pool)) : Binding.UNKNOWN;
	}

	private @Nullable TransactionManager manager(@Nullable String qualifier, @Nullable String defaultManager) {
		BeanFactory beans = this.beanFactory;
		if (StringUtils.hasText(qualifier)) {
			return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, TransactionManager.class, qualifier);
		}
		if (defaultManager != null && beans.containsBean(defaultManager)) {
			return beans.getBean(defaultManager, TransactionManager.class);
		}
		TransactionManagementConfigurer configurer = beans.getBeanProvider(TransactionManagementConfigurer.class)
			.getIfUnique();
		return (configurer != null) ? configurer.annotationDrivenTransactionManager()
				: beans.getBeanProvider(TransactionManager.class).getIfUnique();
	}

	private static @Nullable DataSource dataSource(Object resourceFactory) {
		if (resourceFactory instanceof DataSource dataSource) {
			return dataSource;
		}
		return ORM ? OfEntityManagerFactory.dataSource(resourceFactory) : null;
	}

	/**
	 * What needs Spring's support for JPA.
	 */
	private static final class OfEntityManagerFactory {

		// Of other providers it is not known how to undo what a failed attempt did to
		// entities
		private static final String HIBERNATE = "org.hibernate.";

		static @Nullable DataSource dataSource(Object resourceFactory) {
			return (resourceFactory instanceof EntityManagerFactoryInfo factory && isOfHibernate(factory))
					? factory.getDataSource() : null;
		}

		private static boolean isOfHibernate(EntityManagerFactoryInfo factory) {
			return factory.getNativeEntityManagerFactory().getClass().getName().startsWith(HIBERNATE);
		}

	}

}
