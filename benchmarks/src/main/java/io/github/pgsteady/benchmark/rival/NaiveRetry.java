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

package io.github.pgsteady.benchmark.rival;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.transaction.TransactionException;

/**
 * spring-retry around each call, for whatever the database throws: what most answers to
 * "how do I retry on a lost connection" come to.
 *
 * @since 0.1.0
 */
public final class NaiveRetry implements Calls {

	// The answers have three attempts at most; one more, and pauses that grow, let it win
	private final RetryTemplate template = RetryTemplate.builder()
		.maxAttempts(4)
		.exponentialBackoff(50, 2, 500)
		.retryOn(List.of(DataAccessException.class, TransactionException.class))
		.build();

	@Override
	public <T extends @Nullable Object> T make(Supplier<T> call) {
		return this.template.execute((context) -> call.get());
	}

}
