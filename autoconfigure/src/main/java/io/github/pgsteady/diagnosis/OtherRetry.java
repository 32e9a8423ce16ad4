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

package io.github.pgsteady.diagnosis;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;

import org.aopalliance.aop.Advice;
import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.aspectj.AbstractAspectJAdvice;
import org.springframework.aop.aspectj.AspectJPrecedenceInformation;
import org.springframework.aop.support.MethodMatchers;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.resilience.retry.AbstractRetryInterceptor;

/**
 * What else repeats calls. It is recognised by its advice: an annotation alone repeats
 * nothing.
 */
enum OtherRetry {

	SPRING_RETRY("@Retryable of spring-retry") {

		@Override
		boolean isMadeBy(Advisor advisor, Advice advice) {
			return advice.getClass().getName().startsWith("org.springframework.retry.");
		}

		// The advisor is for all methods of a class that has one with the annotation
		@Override
		boolean isFor(Advisor advisor, Method method, Class<?> type) {
			return advisor.getAdvice().getClass().getName().startsWith("org.springframework.retry.annotation.")
					? isAnnotated(method) || isAnnotated(type) : super.isFor(advisor, method, type);
		}

		private boolean isAnnotated(AnnotatedElement element) {
			return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
				.isPresent("org.springframework.retry.annotation.Retryable");
		}

	},

	SPRING("@Retryable of Spring") {

		@Override
		boolean isMadeBy(Advisor advisor, Advice advice) {
			return advice instanceof AbstractRetryInterceptor;
		}

	},

	RESILIENCE4J("@Retry of resilience4j") {

		@Override
		boolean isMadeBy(Advisor advisor, Advice advice) {
			// The second needs AspectJ, which is there if the first is
			return advisor instanceof AspectJPrecedenceInformation && advice instanceof AbstractAspectJAdvice aspect
					&& isAspect(aspect.getAspectJAdviceMethod().getDeclaringClass());
		}

		// The package changes with each generation of Spring
		private boolean isAspect(Class<?> type) {
			return type.getName().startsWith("io.github.resilience4j.") && type.getSimpleName().equals("RetryAspect");
		}

	};

	private final String text;

	OtherRetry(String text) {
		this.text = text;
	}

	abstract boolean isMadeBy(Advisor advisor, Advice advice);

	boolean isMadeBy(Advisor advisor) {
		return isMadeBy(advisor, advisor.getAdvice());
	}

	/**
	 * Return whether a method is repeated.
	 * @param advisor the advisor around its bean
	 * @param method the method
	 * @param type the class that it is called on
	 * @return whether it is
	 */
	boolean isFor(Advisor advisor, Method method, Class<?> type) {
		return !(advisor instanceof PointcutAdvisor pointcut) || (pointcut.getPointcut().getClassFilter().matches(type)
				&& MethodMatchers.matches(pointcut.getPointcut().getMethodMatcher(), method, type, false));
	}

	@Override
	public String toString() {
		return this.text;
	}

}
