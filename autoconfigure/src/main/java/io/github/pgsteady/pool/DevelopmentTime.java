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

package io.github.pgsteady.pool;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Tells development and tests from production by what is on the class path: neither of
 * these gets into an executable jar.
 */
final class DevelopmentTime {

	private static final Map<String, String> SIGNS = new LinkedHashMap<>();

	static {
		SIGNS.put("org.springframework.boot.test.context.SpringBootTest", "Spring Boot's test support is there");
		SIGNS.put("org.springframework.boot.devtools.restart.Restarter", "DevTools are there");
	}

	private DevelopmentTime() {
	}

	/**
	 * Return why this is development.
	 * @param classLoader the class loader of the application
	 * @param answer what the user says, if anything
	 * @return the reason, or {@code null} if this is production
	 */
	static @Nullable String reason(@Nullable ClassLoader classLoader, @Nullable Boolean answer) {
		if (answer != null) {
			return answer ? "'pgsteady.pool.development' says so" : null;
		}
		return SIGNS.entrySet()
			.stream()
			.filter((sign) -> ClassUtils.isPresent(sign.getKey(), classLoader))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

}
