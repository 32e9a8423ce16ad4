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

import org.jspecify.annotations.Nullable;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * Makes the advices of beans and of Spring Data repositories.
 */
final class RetryAdvices {

	private final CallGuard guard;

	private final RetryProperties properties;

	private final MethodSelection selection;

	private final TransactionAttributeSource transactions;

	private final Bindings bindings;

	private final BeanMethods beans;

	RetryAdvices(CallGuard guard, RetryProperties properties, TransactionAttributeSource transactions,
			Bindings bindings) {
		this.guard = guard;
		this.properties = properties;
		this.selection = new MethodSelection(properties);
		this.transactions = transactions;
		this.bindings = bindings;
		this.beans = new BeanMethods(properties, this.selection, transactions, bindings);
	}

	BeanMethods getBeans() {
		return this.beans;
	}

	RetryInterceptor forBeans() {
		return new RetryInterceptor(this.guard, this.beans::of);
	}

	RetryInterceptor forRepository(RepositoryInformation repository, @Nullable String transactionManager) {
		RepositoryMethods methods = new RepositoryMethods(repository, transactionManager, this.properties,
				this.selection, this.transactions, this.bindings);
		return new RetryInterceptor(this.guard, methods::of);
	}

}
