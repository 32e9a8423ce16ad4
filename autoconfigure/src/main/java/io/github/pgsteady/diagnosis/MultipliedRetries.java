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
 * Finds methods that something else repeats as well.
 */
final class MultipliedRetries implements RetryCheck {

	@Override
	public @Nullable Finding check(List<GuardedBean> beans) {
		List<String> where = beans.stream().flatMap(MultipliedRetries::of).distinct().toList();
		return where.isEmpty() ? null
				: new Finding("retries-multiply", Severity.WARNING, null,
						"pgsteady is not the only one that repeats calls",
						"Each retry of the one repeats all retries of the other: attempts multiply", where,
						"Remove the other retry, or leave the method to it with @DatabaseRetry(RetryMode.NEVER)");
	}

	private static Stream<String> of(GuardedBean bean) {
		return OtherRetryAdvice.around(bean)
			.stream()
			.flatMap((other) -> bean.methods()
				.filter((method) -> other.isOutsideOfTransaction(method) && bean.isRepeated(method))
				.map((method) -> bean.name(method) + " (" + other.kind() + ")"));
	}

}
