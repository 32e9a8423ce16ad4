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

package io.github.pgsteady.migration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How each migration gets to a database whose DataSource leads to a transaction pooler.
 *
 * @since 0.1.0
 */
public final class MigrationRoutes {

	private final Map<String, MigrationRoute> routes = new ConcurrentHashMap<>();

	MigrationRoutes() {
	}

	/**
	 * Return the routes.
	 * @return a route for each migration that has to do with a transaction pooler; those
	 * with an address of their own are not among them
	 */
	public List<MigrationRoute> getAll() {
		return List.copyOf(this.routes.values());
	}

	void add(MigrationRoute route) {
		this.routes.put(route.migration(), route);
	}

}
