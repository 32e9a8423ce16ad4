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

import java.lang.reflect.Method;

import org.aopalliance.aop.Advice;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * The advice for beans, and which methods it is for. What it needs is created with the
 * first bean that may need it.
 */
final class RetryAdvisor extends AbstractPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private final transient ObjectProvider<RetryAdvices> advices;

	private final transient SingletonSupplier<RetryInterceptor> advice;

	private final transient Pointcut pointcut = new GuardedMethodPointcut();

	RetryAdvisor(ObjectProvider<RetryAdvices> advices) {
		this.advices = advices;
		this.advice = SingletonSupplier.of(() -> advices.getObject().forBeans());
	}

	@Override
	public Pointcut getPointcut() {
		return this.pointcut;
	}

	@Override
	public Advice getAdvice() {
		return this.advice.obtain();
	}

	/**
	 * Matches the methods that are guarded.
	 */
	private final class GuardedMethodPointcut extends StaticMethodMatcherPointcut {

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return RetryAdvisor.this.advices.getObject().getBeans().of(method, targetClass) != null;
		}

	}

}
