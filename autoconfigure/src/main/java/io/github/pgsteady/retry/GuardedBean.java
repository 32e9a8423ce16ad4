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
 * @since 0.1.0
 */
public final class GuardedBean {

	private final Class<?> type;

	private final List<Advisor> chain;

	private final RetryInterceptor advice;

	private final RetryAdvices advices;

	/**
	 * Create a new instance.
	 * @param type its class, or the interface of a Spring Data repository
	 * @param chain what lies around it, the outermost first
	 * @param advice the advice that guards it
	 * @param advices knows what is guarded
	 */
	GuardedBean(Class<?> type, List<Advisor> chain, RetryInterceptor advice, RetryAdvices advices) {
		this.type = type;
		this.chain = List.copyOf(chain);
		this.advice = advice;
		this.advices = advices;
	}

	/**
	 * Return its type.
	 * @return its class, or the interface of a Spring Data repository
	 */
	public Class<?> getType() {
		return this.type;
	}

	/**
	 * Return what lies around it.
	 * @return the advisors, the outermost first
	 */
	public List<Advisor> getChain() {
		return this.chain;
	}

	/**
	 * Return the methods that can be called on it.
	 * @return its methods, guarded or not
	 */
	public Stream<Method> methods() {
		Method[] methods = this.type.isInterface() ? this.type.getMethods()
				: ReflectionUtils.getUniqueDeclaredMethods(this.type, ReflectionUtils.USER_DECLARED_METHODS);
		return Arrays.stream(methods).filter((method) -> !Modifier.isStatic(method.getModifiers()));
	}

	/**
	 * Return whether a method is guarded, and uses a pool whose connections pgsteady
	 * makes, as far as is known.
	 * @param method the method
	 * @return whether it is
	 */
	public boolean isGuarded(Method method) {
		return guarded(method) != null;
	}

	/**
	 * Return whether a guarded method may be repeated at all.
	 * @param method the method
	 * @return whether it may
	 */
	public boolean isRepeated(Method method) {
		GuardedMethod guarded = guarded(method);
		return guarded != null && guarded.getPlan().mode() != RetryMode.NEVER;
	}

	/**
	 * Return whether a guarded method begins a transaction if there is none.
	 * @param method the method
	 * @return whether it does
	 */
	public boolean beginsTransaction(Method method) {
		GuardedMethod guarded = guarded(method);
		return guarded != null && guarded.getPlan().beginsTransaction();
	}

	/**
	 * Return whether it makes a difference that a method is called from outside. Costs
	 * less than finding out which pool it uses.
	 * @param method the method
	 * @return whether it is guarded, or transactional in any way
	 */
	public boolean isAdvised(Method method) {
		return this.advices.find(this.advice, method, this.type) != null
				|| this.advices.isTransactional(method, this.type);
	}

	/**
	 * Return whether a method needs a transaction of its own, also where there is one.
	 * @param method the method
	 * @return whether it does
	 */
	public boolean suspendsTransaction(Method method) {
		return this.advices.isRequiringNew(method, this.type);
	}

	/**
	 * Return the name of a method, as in {@code pgsteady.retry.include}.
	 * @param method the method
	 * @return its qualified name
	 */
	public String name(Method method) {
		return MethodSelection.name(method, this.type);
	}

	private @Nullable GuardedMethod guarded(Method method) {
		GuardedMethod guarded = this.advices.find(this.advice, method, this.type);
		return (guarded != null && !guarded.getBinding().isForeign()) ? guarded : null;
	}

}
