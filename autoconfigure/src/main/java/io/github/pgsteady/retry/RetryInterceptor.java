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

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * Guards the calls of a proxy. It has to lie outside of whatever begins transactions.
 */
final class RetryInterceptor implements MethodInterceptor {

	private final CallGuard guard;

	private final Function<MethodInvocation, @Nullable GuardedMethod> methods;

	RetryInterceptor(CallGuard guard, Function<MethodInvocation, @Nullable GuardedMethod> methods) {
		this.guard = guard;
		this.methods = methods;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		GuardedMethod method = CallGuard.isWithinCall() ? null : this.methods.apply(invocation);
		if (method == null || method.getBinding().isForeign()) {
			return invocation.proceed();
		}
		// An invocation goes through its interceptors once: a second proceed() would miss
		// the one that begins the transaction
		ProxyMethodInvocation original = (ProxyMethodInvocation) invocation;
		return this.guard.run(method.getPlan(), method.getBinding(), () -> original.invocableClone().proceed());
	}

}
