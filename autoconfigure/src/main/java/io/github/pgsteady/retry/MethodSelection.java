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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.PatternMatchUtils;

/**
 * Which methods can be repeated at all.
 */
final class MethodSelection {

	private final String[] include;

	private final String[] exclude;

	MethodSelection(RetryProperties properties) {
		this.include = properties.getInclude().toArray(String[]::new);
		this.exclude = properties.getExclude().toArray(String[]::new);
	}

	static String name(Method method, Class<?> type) {
		return type.getName() + "." + method.getName();
	}

	boolean isSelected(Method method, Class<?> type) {
		String name = name(method, type);
		return isSynchronous(method) && (this.include.length == 0 || PatternMatchUtils.simpleMatch(this.include, name))
				&& !PatternMatchUtils.simpleMatch(this.exclude, name);
	}

	// Whatever returns before it has ended has not succeeded when it returns
	private static boolean isSynchronous(Method method) {
		Class<?> type = method.getReturnType();
		return !Future.class.isAssignableFrom(type) && !CompletionStage.class.isAssignableFrom(type)
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) == null
				&& !KotlinDetector.isSuspendingFunction(method);
	}

}
