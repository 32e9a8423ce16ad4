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
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.util.ReflectionUtils;

/**
 * A bean with methods that are guarded, and all that lies around it.
 *
 * @param type its class, or the interface of a Spring Data repository
 * @param chain what lies around it, the outermost first
 * @param advice the advice that guards it
 * @param advices knows what is guarded
 */
record GuardedBean(Class<?> type, List<Advisor> chain, RetryInterceptor advice, RetryAdvices advices) {

	Stream<Method> methods() {
		Method[] methods = this.type.isInterface() ? this.type.getMethods()
				: ReflectionUtils.getUniqueDeclaredMethods(this.type, ReflectionUtils.USER_DECLARED_METHODS);
		return Arrays.stream(methods).filter((method) -> !Modifier.isStatic(method.getModifiers()));
	}

	/**
	 * Return whether a method is guarded, and uses a pool whose connections pgsteady
	 * makes, as far as is known.
	 * @param method the method
	 * @return what is known of it, or {@code null} if it is not
	 */
	@Nullable GuardedMethod guarded(Method method) {
		GuardedMethod guarded = this.advices.find(this.advice, method, this.type);
		return (guarded != null && !guarded.getBinding().foreign()) ? guarded : null;
	}

	boolean isRepeated(Method method) {
		GuardedMethod guarded = guarded(method);
		return guarded != null && guarded.getPlan().mode() != RetryMode.NEVER;
	}

	boolean beginsTransaction(Method method) {
		GuardedMethod guarded = guarded(method);
		return guarded != null && guarded.getPlan().beginsTransaction();
	}

	/**
	 * Return whether it makes a difference that a method is called from outside. Costs
	 * less than finding out which pool it uses.
	 * @param method the method
	 * @return whether it is guarded, or transactional in any way
	 */
	boolean isAdvised(Method method) {
		return this.advices.find(this.advice, method, this.type) != null
				|| this.advices.isTransactional(method, this.type);
	}

	String name(Method method) {
		return MethodSelection.name(method, this.type);
	}

}
