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
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.TunedPool;

/**
 * Finds users that Supabase's pooler does not know which project they belong to.
 */
final class SupavisorUser implements SinglePoolCheck {

	private static final String REFERENCE = "reference=";

	@Override
	public @Nullable Finding check(TunedPool pool) {
		if (!isNeeded(pool) || pool.getUser() == null || project(pool) != null) {
			return null;
		}
		return new Finding("supavisor-user", Severity.WARNING, pool.getName(),
				"The user names no project of Supabase, and the pooler serves them all",
				"It answers 'Tenant or user not found', or '(ENOTFOUND) tenant/user not found'",
				List.of("spring.datasource.username"),
				"Use the user of the pooler's own connection string, 'postgres.<project-ref>' in place of 'postgres'");
	}

	static boolean isNeeded(TunedPool pool) {
		Destination destination = pool.getDestination();
		return destination != null && destination.host().toLowerCase(Locale.ROOT).endsWith(".pooler.supabase.com");
	}

	static @Nullable String project(TunedPool pool) {
		String user = pool.getUser();
		if (user != null && user.contains(".")) {
			return user.substring(user.lastIndexOf('.') + 1);
		}
		String options = pool.getDriverParameter("options");
		return (options != null && options.startsWith(REFERENCE)) ? options.substring(REFERENCE.length()) : null;
	}

}
