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

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.Type;

import io.github.pgsteady.retry.GuardedBean;

/**
 * Finds methods that are called on {@code this}, which goes around every proxy, by others
 * that have no transaction and are not guarded. Who calls those is not known: it may be
 * somebody with a transaction.
 */
final class SelfInvocations implements RetryCheck {

	@Override
	public @Nullable Finding check(List<GuardedBean> beans) {
		List<String> where = beans.stream().flatMap(SelfInvocations::of).distinct().toList();
		return where.isEmpty() ? null
				: new Finding("self-invocation", Severity.INFO, null, "Methods are called within their class",
						"Such calls go around the proxy: no transaction begins, and nothing is repeated", where,
						"Call the method on another bean, or declare the calling method in the same way");
	}

	private static Stream<String> of(GuardedBean bean) {
		if (bean.getType().isInterface()) {
			return Stream.empty();
		}
		Map<String, Method> advised = new HashMap<>();
		Map<String, Method> plain = new HashMap<>();
		Arrays.stream(bean.getType().getDeclaredMethods())
			.filter((method) -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
			.forEach((method) -> (isAdvised(bean, method) ? advised : plain).put(key(method), method));
		if (advised.isEmpty() || plain.values().stream().noneMatch(SelfInvocations::isCalledByOthers)) {
			return Stream.empty();
		}
		Map<String, Set<String>> calls = OwnCalls.of(bean.getType(), advised.keySet());
		return plain.values()
			.stream()
			.filter(SelfInvocations::isCalledByOthers)
			.flatMap((caller) -> reached(key(caller), calls, plain).stream()
				.map(advised::get)
				.filter((called) -> called != null && bean.isGuarded(called))
				.map((called) -> bean.name(caller) + " calls " + called.getName()))
			.sorted();
	}

	private static boolean isAdvised(GuardedBean bean, Method method) {
		return !Modifier.isPrivate(method.getModifiers()) && bean.isAdvised(method);
	}

	private static boolean isCalledByOthers(Method method) {
		return (method.getModifiers() & (Modifier.PRIVATE | Modifier.PROTECTED)) == 0;
	}

	// Directly, or by way of methods that nobody else calls
	private static Set<String> reached(String caller, Map<String, Set<String>> calls, Map<String, Method> plain) {
		Set<String> reached = new LinkedHashSet<>(calls.getOrDefault(caller, Set.of()));
		Set<String> seen = new LinkedHashSet<>();
		while (seen.size() < reached.size()) {
			for (String called : List.copyOf(reached)) {
				Method method = plain.get(called);
				if (seen.add(called) && method != null && !isCalledByOthers(method)) {
					reached.addAll(calls.getOrDefault(called, Set.of()));
				}
			}
		}
		return reached;
	}

	private static String key(Method method) {
		return method.getName() + Type.getMethodDescriptor(method);
	}

}
