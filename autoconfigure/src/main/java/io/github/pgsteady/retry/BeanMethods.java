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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.util.ReflectionUtils;

/**
 * The guarded methods of beans that are no Spring Data repositories: those of
 * {@link Repository} classes, transactional ones, and those that say so themselves.
 */
final class BeanMethods {

	private final MethodRules rules;

	private final Map<MethodClassKey, Optional<GuardedMethod>> methods = new ConcurrentHashMap<>();

	BeanMethods(MethodRules rules) {
		this.rules = rules;
	}

	@Nullable GuardedMethod of(MethodInvocation invocation) {
		Method method = invocation.getMethod();
		Object target = invocation.getThis();
		if (target == null) {
			return of(method, method.getDeclaringClass());
		}
		// Its class may be that of a proxy, but to find that out takes longer than all
		// else
		MethodClassKey key = new MethodClassKey(method, target.getClass());
		Optional<GuardedMethod> known = this.methods.get(key);
		return (known != null) ? known.orElse(null) : find(key, method, AopUtils.getTargetClass(target));
	}

	@Nullable GuardedMethod of(Method method, Class<?> type) {
		return find(new MethodClassKey(method, type), method, type);
	}

	private @Nullable GuardedMethod find(MethodClassKey key, Method method, Class<?> type) {
		return this.methods.computeIfAbsent(key, (absent) -> Optional.ofNullable(find(method, type))).orElse(null);
	}

	private @Nullable GuardedMethod find(Method declared, Class<?> type) {
		Method method = AopUtils.getMostSpecificMethod(declared, type);
		if (ReflectionUtils.isObjectMethod(method) || !this.rules.selection().isSelected(method, type)) {
			return null;
		}
		DeclaredRetry retry = DeclaredRetry.of(method, type);
		TransactionAttribute transaction = this.rules.transactions().getTransactionAttribute(declared, type);
		RetryMode mode = (retry != null) ? retry.mode() : defaultMode(type, transaction != null);
		if (mode == null) {
			return null;
		}
		CallPlan plan = new CallPlan(MethodSelection.name(method, type), mode, false, true, begins(transaction),
				(retry != null) ? retry.maxRetries() : null, (retry != null) ? retry.deadline() : null);
		return plan.isGuarded()
				? new GuardedMethod(plan,
						() -> this.rules.bindings().of(transaction, BeanFactoryAnnotationUtils.getQualifierValue(type)))
				: null;
	}

	private @Nullable RetryMode defaultMode(Class<?> type, boolean transactional) {
		if (AnnotatedElementUtils.hasAnnotation(type, Repository.class)) {
			return this.rules.properties().getRepositories();
		}
		return transactional ? this.rules.properties().getTransactionalMethods() : null;
	}

	static boolean begins(@Nullable TransactionAttribute transaction) {
		return transaction != null && switch (transaction.getPropagationBehavior()) {
			case TransactionDefinition.PROPAGATION_REQUIRED, TransactionDefinition.PROPAGATION_REQUIRES_NEW,
					TransactionDefinition.PROPAGATION_NESTED ->
				true;
			default -> false;
		};
	}

}
