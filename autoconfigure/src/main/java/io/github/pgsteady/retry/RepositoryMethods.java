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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.util.ReflectionUtils;

/**
 * The guarded methods of a Spring Data repository.
 */
final class RepositoryMethods {

	private static final Pattern READING = Pattern.compile("(find|read|get|query|search|stream|count|exists).*");

	private final RepositoryInformation repository;

	private final @Nullable String transactionManager;

	private final MethodRules rules;

	private final Map<Method, Optional<GuardedMethod>> methods = new ConcurrentHashMap<>();

	RepositoryMethods(RepositoryInformation repository, @Nullable String transactionManager, MethodRules rules) {
		this.repository = repository;
		this.transactionManager = transactionManager;
		this.rules = rules;
	}

	@Nullable GuardedMethod of(Method method) {
		return this.methods.computeIfAbsent(method, (key) -> Optional.ofNullable(find(key))).orElse(null);
	}

	private @Nullable GuardedMethod find(Method method) {
		Class<?> type = this.repository.getRepositoryInterface();
		if (ReflectionUtils.isObjectMethod(method) || !this.rules.selection().isSelected(method, type)) {
			return null;
		}
		DeclaredRetry retry = DeclaredRetry.of(method, type);
		TransactionAttribute transaction = this.rules.transactions()
			.getTransactionAttribute(method, this.repository.getRepositoryBaseClass());
		boolean body = method.isDefault() || this.repository.isCustomMethod(method);
		CallPlan plan = new CallPlan(MethodSelection.name(method, type),
				(retry != null) ? retry.mode() : this.rules.properties().getRepositories(),
				isReading(method, transaction), body, BeanMethods.begins(transaction),
				(retry != null) ? retry.maxRetries() : null, (retry != null) ? retry.deadline() : null);
		return new GuardedMethod(plan, () -> this.rules.bindings().of(transaction, this.transactionManager));
	}

	// What its declaration says counts only where the server enforces it: a named query
	// is called the same as a derived one, a method of the application's own base class
	// may do anything, and JPQL can call functions
	private boolean isReading(Method method, @Nullable TransactionAttribute transaction) {
		if (transaction == null || !transaction.isReadOnly()) {
			return false;
		}
		if (this.repository.isQueryMethod(method)) {
			return isReadingQuery(method);
		}
		return this.repository.isBaseClassMethod(method) && READING.matcher(method.getName()).matches();
	}

	private static boolean isReadingQuery(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		MergedAnnotation<Annotation> jpql = annotations.get("org.springframework.data.jpa.repository.Query");
		if (jpql.isPresent()) {
			return !jpql.getBoolean("nativeQuery")
					&& !annotations.isPresent("org.springframework.data.jpa.repository.Modifying");
		}
		return !isDeclared(annotations) && READING.matcher(method.getName()).matches();
	}

	private static boolean isDeclared(MergedAnnotations annotations) {
		return annotations.isPresent("org.springframework.data.annotation.QueryAnnotation")
				|| annotations.isPresent("org.springframework.data.jpa.repository.query.Procedure");
	}

}
