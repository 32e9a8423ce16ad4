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

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.AdviceMode;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.config.TransactionManagementConfigUtils;

import io.github.pgsteady.retry.GuardedBean;

/**
 * Finds transactions that are woven into the classes: there is no proxy then that the
 * advice could lie in.
 */
final class AspectJTransactions implements RetryCheck {

	private final ListableBeanFactory beanFactory;

	AspectJTransactions(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public @Nullable Finding check(List<GuardedBean> beans) {
		if (!this.beanFactory.containsBean(TransactionManagementConfigUtils.TRANSACTION_ASPECT_BEAN_NAME)
				&& !this.beanFactory.containsBean(TransactionManagementConfigUtils.JTA_TRANSACTION_ASPECT_BEAN_NAME)) {
			return null;
		}
		return new Finding("aspectj-transactions", Severity.WARNING, null,
				"Transactional methods outside of repositories are not repeated, not even when they found no connection",
				"AspectJ begins their transactions, in the classes themselves: there is no proxy to repeat a call",
				where(),
				"Use AdviceMode.PROXY, @DatabaseRetry on the classes, or the DatabaseRetryTemplate around the calls");
	}

	private List<String> where() {
		return Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(EnableTransactionManagement.class))
			.filter(this::isAspectJ)
			.map((name) -> String.valueOf(this.beanFactory.getType(name, false)))
			.map((type) -> type.replace("class ", "").replaceFirst("\\$\\$SpringCGLIB.*", ""))
			.toList();
	}

	private boolean isAspectJ(String name) {
		EnableTransactionManagement annotation = this.beanFactory.findAnnotationOnBean(name,
				EnableTransactionManagement.class, false);
		return annotation != null && annotation.mode() == AdviceMode.ASPECTJ;
	}

}
