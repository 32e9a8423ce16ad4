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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.data.repository.core.support.TransactionalRepositoryFactoryBeanSupport;
import org.springframework.util.ClassUtils;

/**
 * Finds the beans whose calls are guarded, among those that exist: none is created for
 * that. Which those are is known once the application is ready.
 *
 * @since 0.1.0
 */
public final class GuardedBeans {

	private static final boolean SPRING_DATA = ClassUtils.isPresent(
			"org.springframework.data.repository.core.support.TransactionalRepositoryFactoryBeanSupport",
			GuardedBeans.class.getClassLoader());

	private final ConfigurableListableBeanFactory beanFactory;

	private final RetryAdvices advices;

	GuardedBeans(ConfigurableListableBeanFactory beanFactory, RetryAdvices advices) {
		this.beanFactory = beanFactory;
		this.advices = advices;
	}

	/**
	 * Find them.
	 * @return the beans that exist by now and have guarded methods
	 */
	public List<GuardedBean> find() {
		return Stream.of(this.beanFactory.getSingletonNames())
			.map(this::existing)
			.map((bean) -> (bean instanceof Advised advised) ? guarded(advised) : null)
			.filter(Objects::nonNull)
			.toList();
	}

	private @Nullable Object existing(String name) {
		Object bean = this.beanFactory.getSingleton(name);
		return (SPRING_DATA && OfRepository.isFactory(bean)) ? this.beanFactory.getBean(name) : bean;
	}

	private @Nullable GuardedBean guarded(Advised proxy) {
		List<Advisor> chain = chain(proxy);
		for (Advisor advisor : chain) {
			if (advisor.getAdvice() instanceof RetryInterceptor advice) {
				Class<?> repository = this.advices.getRepository(advice);
				Class<?> type = (repository != null) ? repository
						: ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(proxy));
				return new GuardedBean(type, chain, advice, this.advices);
			}
		}
		return null;
	}

	// There may be a proxy around a proxy
	private static List<Advisor> chain(Advised proxy) {
		List<Advisor> chain = new ArrayList<>();
		Object current = proxy;
		while (current instanceof Advised advised) {
			chain.addAll(List.of(advised.getAdvisors()));
			current = AopProxyUtils.getSingletonTarget(advised);
		}
		return chain;
	}

	/**
	 * What needs Spring Data.
	 */
	private static final class OfRepository {

		static boolean isFactory(@Nullable Object bean) {
			return bean instanceof TransactionalRepositoryFactoryBeanSupport<?, ?, ?>;
		}

	}

}
