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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * Makes the advices of beans and of Spring Data repositories.
 */
final class RetryAdvices {

	private final CallGuard guard;

	private final MethodRules rules;

	private final BeanMethods beans;

	private final Map<RetryInterceptor, GuardedRepository> repositories = new ConcurrentHashMap<>();

	RetryAdvices(CallGuard guard, RetryProperties properties, TransactionAttributeSource transactions,
			Bindings bindings) {
		this.guard = guard;
		this.rules = new MethodRules(properties, new MethodSelection(properties), transactions, bindings);
		this.beans = new BeanMethods(this.rules);
	}

	BeanMethods getBeans() {
		return this.beans;
	}

	MethodRules getRules() {
		return this.rules;
	}

	RetryInterceptor forBeans() {
		return new RetryInterceptor(this.guard, this.beans::of);
	}

	/**
	 * Make the advice of a Spring Data repository.
	 * @param type its interface
	 * @param methods knows its guarded methods
	 * @return the advice
	 */
	RetryInterceptor forRepository(Class<?> type, Function<Method, @Nullable GuardedMethod> methods) {
		RetryInterceptor advice = new RetryInterceptor(this.guard,
				(invocation) -> methods.apply(invocation.getMethod()));
		this.repositories.put(advice, new GuardedRepository(type, methods));
		return advice;
	}

	/**
	 * Return the repository that an advice is for.
	 * @param advice the advice
	 * @return its interface, or {@code null} if the advice is one for beans
	 */
	@Nullable Class<?> getRepository(RetryInterceptor advice) {
		GuardedRepository repository = this.repositories.get(advice);
		return (repository != null) ? repository.type() : null;
	}

	@Nullable GuardedMethod find(RetryInterceptor advice, Method method, Class<?> type) {
		GuardedRepository repository = this.repositories.get(advice);
		return (repository != null) ? repository.methods().apply(method) : this.beans.of(method, type);
	}

	boolean isRequiringNew(Method method, Class<?> type) {
		TransactionAttribute attribute = this.rules.transactions().getTransactionAttribute(method, type);
		return attribute != null
				&& attribute.getPropagationBehavior() == TransactionDefinition.PROPAGATION_REQUIRES_NEW;
	}

	boolean isTransactional(Method method, Class<?> type) {
		return this.rules.transactions().getTransactionAttribute(method, type) != null;
	}

	/**
	 * What is known of a Spring Data repository.
	 *
	 * @param type its interface
	 * @param methods knows its guarded methods
	 */
	private record GuardedRepository(Class<?> type, Function<Method, @Nullable GuardedMethod> methods) {

	}

}
