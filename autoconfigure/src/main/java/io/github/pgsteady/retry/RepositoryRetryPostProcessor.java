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

import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.TransactionalRepositoryFactoryBeanSupport;

/**
 * Puts the advice around Spring Data repositories that use transactions, outside of all
 * that Spring Data puts there. A proxy around their proxy would not do: an auto-proxy
 * creator makes one that is no repository any more.
 */
final class RepositoryRetryPostProcessor implements BeanPostProcessor, BeanFactoryAware {

	private final ObjectProvider<RetryAdvices> advices;

	private @Nullable BeanFactory beanFactory;

	RepositoryRetryPostProcessor(ObjectProvider<RetryAdvices> advices) {
		this.advices = advices;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof TransactionalRepositoryFactoryBeanSupport<?, ?, ?> repositories) {
			repositories.addRepositoryFactoryCustomizer((factory) -> factory.addRepositoryProxyPostProcessor(
					(proxy, information) -> proxy.addAdvice(0, advice(information, beanName))));
		}
		return bean;
	}

	private RetryInterceptor advice(RepositoryInformation information, String beanName) {
		RetryAdvices advices = this.advices.getObject();
		return advices.forRepository(information.getRepositoryInterface(),
				new RepositoryMethods(information, transactionManager(beanName), advices.getRules())::of);
	}

	private @Nullable String transactionManager(String beanName) {
		if (!(this.beanFactory instanceof ConfigurableListableBeanFactory beans)
				|| !beans.containsBeanDefinition(beanName)) {
			return null;
		}
		PropertyValue property = beans.getMergedBeanDefinition(beanName)
			.getPropertyValues()
			.getPropertyValue("transactionManager");
		return (property != null && property.getValue() instanceof String name) ? name : null;
	}

}
