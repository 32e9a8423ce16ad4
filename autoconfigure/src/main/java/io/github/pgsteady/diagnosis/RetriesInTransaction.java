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

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.retry.GuardedBean;

/**
 * Finds retries that lie inside of the transaction: PostgreSQL refuses whatever follows a
 * failure in a transaction.
 */
final class RetriesInTransaction implements RetryCheck {

	@Override
	public @Nullable Finding check(List<GuardedBean> beans) {
		List<String> where = beans.stream().flatMap(RetriesInTransaction::of).distinct().toList();
		return where.isEmpty() ? null
				: new Finding("retry-inside-transaction", Severity.WARNING, null,
						"Retries lie inside of the transaction",
						"They repeat statements in one that has failed already, and PostgreSQL refuses all of them",
						where, "Remove them, or give them an order before that of @EnableTransactionManagement");
	}

	private static Stream<String> of(GuardedBean bean) {
		return OtherRetryAdvice.around(bean)
			.stream()
			.flatMap((other) -> bean.methods()
				.filter(other::isInsideOfTransaction)
				.map((method) -> bean.name(method) + " (" + other.kind() + ")"));
	}

}
