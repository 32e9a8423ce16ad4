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
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.springframework.util.StringUtils;

import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.url.LibpqParameters;

/**
 * Finds parameters that the driver ignores, as it does without a word with those that it
 * does not know.
 */
final class IgnoredParameters implements SinglePoolCheck {

	// Ignored by the driver, and read by the rooms 'provider' and 'pool'
	private static final Set<String> READ_ELSEWHERE = Set.of("pgbouncer", "connection_limit", "pool_timeout");

	// What these name is given all parameters, and may know more of them
	private static final Set<String> PLUGINS = Set.of("socketFactory", "sslfactory", "authenticationPluginClassName",
			"sslpasswordcallback", "xmlFactoryFactory");

	@Override
	public @Nullable Finding check(TunedPool pool) {
		// The driver's data sources have setters, and HikariCP refuses what has none
		List<String> ignored = (pool.getConfig().getDataSourceClassName() != null || hasPlugin(pool)) ? List.of()
				: pool.getDriverParameters()
					.stream()
					.filter((name) -> PGProperty.forName(name) == null && !READ_ELSEWHERE.contains(name))
					.toList();
		return ignored.isEmpty() ? null : new Finding("ignored-parameters", Severity.INFO, pool.getName(),
				"The driver does not know parameters that it was given, and ignores them",
				"What they were to do is not done", ignored.stream().map((name) -> told(pool, name)).toList(),
				"Remove them from the URL and from 'spring.datasource.hikari.data-source-properties', or use the "
						+ "driver's names");
	}

	private static boolean hasPlugin(TunedPool pool) {
		return PLUGINS.stream()
			.map(pool::getDriverParameter)
			.filter(Objects::nonNull)
			.anyMatch(IgnoredParameters::isOwn);
	}

	private static boolean isOwn(String plugin) {
		return !plugin.startsWith("org.postgresql.") && !plugin.startsWith("io.github.pgsteady.");
	}

	private static String told(TunedPool pool, String name) {
		String known = LibpqParameters.nameInDriver(name);
		if (known != null) {
			return "%s (for this driver: %s)".formatted(name, known);
		}
		// It may be what follows an '&' in a password
		boolean suspect = !StringUtils.hasText(pool.getDriverParameter(name))
				|| pool.getDriverParameter("password") != null;
		return suspect ? "a parameter that is not shown" : name;
	}

}
