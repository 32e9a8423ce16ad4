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

import java.util.function.Function;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * Makes the advices of beans and of Spring Data repositories.
 */
final class RetryAdvices {

	private final CallGuard guard;

	private final MethodRules rules;

	private final BeanMethods beans;

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
		return around(this.beans::of);
	}

	RetryInterceptor around(Function<MethodInvocation, @Nullable GuardedMethod> methods) {
		return new RetryInterceptor(this.guard, methods);
	}

}
