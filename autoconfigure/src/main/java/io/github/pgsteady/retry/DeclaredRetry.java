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
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.Assert;

/**
 * What {@link DatabaseRetry} says of a method.
 *
 * @param mode what may be repeated
 * @param maxRetries how often at most, or {@code null} if it does not say
 * @param deadline for how long, or {@code null} if it does not say
 */
record DeclaredRetry(RetryMode mode, @Nullable Integer maxRetries, @Nullable Duration deadline) {

	/**
	 * Find the annotation on a method, or else on a type.
	 * @param method the method
	 * @param type the type
	 * @return what it says, or {@code null} if there is none
	 */
	static @Nullable DeclaredRetry of(Method method, Class<?> type) {
		MergedAnnotation<DatabaseRetry> annotation = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.get(DatabaseRetry.class);
		if (!annotation.isPresent()) {
			annotation = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).get(DatabaseRetry.class);
		}
		if (!annotation.isPresent()) {
			return null;
		}
		int maxRetries = annotation.getInt("maxRetries");
		return new DeclaredRetry(annotation.getEnum("value", RetryMode.class), (maxRetries >= 0) ? maxRetries : null,
				deadline(annotation.getString("deadline"), method));
	}

	private static @Nullable Duration deadline(String text, Method method) {
		try {
			Duration deadline = text.isBlank() ? null : DurationStyle.detectAndParse(text);
			Assert.isTrue(deadline == null || !deadline.isNegative(), "It is negative");
			return deadline;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(
					"The deadline '%s' of @DatabaseRetry on '%s' is no time to wait; an example is \"10s\""
						.formatted(text, method),
					ex);
		}
	}

}
