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

import java.util.List;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.dao.annotation.PersistenceExceptionTranslationAdvisor;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.transaction.interceptor.TransactionAttributeSourceAdvisor;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Puts the advice around beans: just outside of what begins transactions and translates
 * exceptions, and so inside of security, {@code @Async}, caching and observation,
 * wherever those come. An advisor that is left to an auto-proxy creator could not be: it
 * is in order with the others, of which the caching one has the order of the
 * transactional one.
 */
final class RetryProxyPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	private final RetryAdvisor own;

	RetryProxyPostProcessor(RetryAdvisor advisor) {
		this.own = advisor;
		this.advisor = advisor;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!isCandidate(bean)) {
			return bean;
		}
		Object proxy = super.postProcessAfterInitialization(bean, beanName);
		if (proxy instanceof Advised advised && !advised.isFrozen()) {
			moveOutside(advised);
		}
		return proxy;
	}

	// Ahead of time, of each bean: the others need no look at what they might need
	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		return isDeclared(beanClass) ? super.determineBeanType(beanClass, beanName) : beanClass;
	}

	// Nothing is asked of any other bean: most are none of ours, and some are what this
	// one needs itself. Repositories of Spring Data have the advice already
	private static boolean isCandidate(Object bean) {
		if (bean instanceof Advised advised) {
			List<Advisor> advisors = List.of(advised.getAdvisors());
			return advisors.stream().noneMatch(RetryProxyPostProcessor::isOfRepository)
					&& (advisors.stream().anyMatch(RetryProxyPostProcessor::isToBeInside)
							|| isDeclared(AopUtils.getTargetClass(bean)));
		}
		return isDeclared(bean.getClass());
	}

	private static boolean isOfRepository(Advisor advisor) {
		return advisor instanceof DefaultPointcutAdvisor && advisor.getAdvice() instanceof RetryInterceptor;
	}

	private static boolean isDeclared(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, Repository.class)
				|| AnnotatedElementUtils.hasAnnotation(type, DatabaseRetry.class) || isDeclaredOnMethod(type);
	}

	private static boolean isDeclaredOnMethod(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, DatabaseRetry.class) && !MethodIntrospector
			.selectMethods(type,
					(MethodFilter) (method) -> AnnotatedElementUtils.hasAnnotation(method, DatabaseRetry.class))
			.isEmpty();
	}

	private void moveOutside(Advised advised) {
		Advisor[] advisors = advised.getAdvisors();
		int position = advised.indexOf(this.own);
		for (int i = 0; i < position; i++) {
			if (isToBeInside(advisors[i])) {
				advised.removeAdvisor(position);
				advised.addAdvisor(i, this.own);
				return;
			}
		}
	}

	private static boolean isToBeInside(Advisor advisor) {
		return advisor instanceof BeanFactoryTransactionAttributeSourceAdvisor
				|| advisor instanceof TransactionAttributeSourceAdvisor
				|| advisor instanceof PersistenceExceptionTranslationAdvisor;
	}

}
