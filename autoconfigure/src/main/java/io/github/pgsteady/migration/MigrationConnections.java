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

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.jdbc.DataSourceUnwrapper;

import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.OutsideConnections;
import io.github.pgsteady.provider.EndpointKind;

/**
 * Decides which connections a migration uses in place of those of the application.
 */
class MigrationConnections {

	private final OutsideConnections connections;

	private final DirectEndpoints endpoints;

	private final MigrationRoutes routes;

	private final boolean directEndpoint;

	MigrationConnections(OutsideConnections connections, DirectEndpoints endpoints, MigrationRoutes routes,
			boolean directEndpoint) {
		this.connections = connections;
		this.endpoints = endpoints;
		this.routes = routes;
		this.directEndpoint = directEndpoint;
	}

	OutsideConnections getConnections() {
		return this.connections;
	}

	/**
	 * Return the connections of a migration.
	 * @param dataSource the DataSource of the application
	 * @param migration who migrates
	 * @return what to use; the DataSource itself, unless it leads to a transaction pooler
	 * and the endpoint behind that is known
	 */
	DataSource of(DataSource dataSource, String migration) {
		HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
				HikariDataSource.class);
		Destination pooler = (pool != null) ? this.connections.destination(pool) : null;
		if (pool == null || pooler == null || pooler.endpoint().kind() != EndpointKind.TRANSACTION_POOLER) {
			return dataSource;
		}
		String url = this.directEndpoint
				? this.endpoints.find(pool.getJdbcUrl(), pool.getCredentials().getUsername(), pooler) : null;
		Destination direct = (url != null) ? this.connections.destination(url) : null;
		MigrationRoute route = new MigrationRoute(migration, pooler, (direct != null) ? direct.toString() : null);
		this.routes.add(route);
		return (url != null)
				? new DirectFirstDataSource(this.connections.like(pool, migration, url), dataSource, route, this.routes)
				: dataSource;
	}

}
