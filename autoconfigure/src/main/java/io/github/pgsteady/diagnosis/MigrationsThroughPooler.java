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

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import io.github.pgsteady.migration.MigrationRoute;
import io.github.pgsteady.migration.MigrationRoutes;
import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.TunedPool;

/**
 * Finds migrations that go through a transaction pooler, since no way around it is known,
 * or none is wanted.
 */
final class MigrationsThroughPooler implements SinglePoolCheck {

	private final ObjectProvider<MigrationRoutes> routes;

	MigrationsThroughPooler(ObjectProvider<MigrationRoutes> routes) {
		this.routes = routes;
	}

	@Override
	public @Nullable Finding check(TunedPool pool) {
		Destination destination = pool.getDestination();
		List<String> where = (destination != null) ? where(destination) : List.of();
		return where.isEmpty() ? null : new Finding("migration-through-pooler", Severity.WARNING, pool.getName(),
				"Migrations go through a transaction pooler",
				"Their lock stays behind on a session that somebody else gets, or two instances migrate at the same "
						+ "time; statements that are prepared, and settings of the session, get lost",
				where,
				"Give them the direct endpoint, with 'spring.flyway.url' or 'spring.liquibase.url', its user and "
						+ "password, or with the platform's own variable, such as DATABASE_UNPOOLED_URL; and leave "
						+ "'pgsteady.migration.direct-endpoint' as it is by default");
	}

	private List<String> where(Destination destination) {
		return this.routes.stream()
			.flatMap((routes) -> routes.getAll().stream())
			.filter((route) -> route.direct() == null && route.pooler().toString().equals(destination.toString()))
			.map(MigrationRoute::migration)
			.sorted()
			.toList();
	}

}
