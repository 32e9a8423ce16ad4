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

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The connections of one migration: all of them direct, or, if the first cannot be made,
 * all of them through the pooler. Without us they would have gone there, and an
 * application that started then has to start now.
 */
class DirectFirstDataSource extends AbstractDataSource {

	private static final Log logger = LogFactory.getLog(DirectFirstDataSource.class);

	private final DataSource direct;

	private final DataSource pooled;

	private final MigrationRoute route;

	private final MigrationRoutes routes;

	private @Nullable DataSource chosen;

	DirectFirstDataSource(DataSource direct, DataSource pooled, MigrationRoute route, MigrationRoutes routes) {
		this.direct = direct;
		this.pooled = pooled;
		this.route = route;
		this.routes = routes;
	}

	@Override
	public Connection getConnection() throws SQLException {
		DataSource chosen = chosen();
		return (chosen != null) ? chosen.getConnection() : first();
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		DataSource chosen = chosen();
		return ((chosen != null) ? chosen : this.direct).getConnection(username, password);
	}

	private synchronized @Nullable DataSource chosen() {
		return this.chosen;
	}

	private synchronized Connection first() throws SQLException {
		if (this.chosen != null) {
			return this.chosen.getConnection();
		}
		try {
			Connection connection = this.direct.getConnection();
			this.chosen = this.direct;
			logger.info("Migrations of '%s' use %s in place of the transaction pooler at %s"
				.formatted(this.route.migration(), this.route.direct(), this.route.pooler()));
			return connection;
		}
		catch (SQLException ex) {
			logger.warn(("Migrations of '%s' go through the transaction pooler at %s, where locks and settings of a "
					+ "session do not hold, since %s cannot be used: %s (SQLSTATE %s). Make it reachable, give them a "
					+ "URL of their own, or set 'pgsteady.migration.direct-endpoint=false'")
				.formatted(this.route.migration(), this.route.pooler(), this.route.direct(), firstLine(ex),
						ex.getSQLState()));
		}
		this.chosen = this.pooled;
		this.routes.add(new MigrationRoute(this.route.migration(), this.route.pooler(), null));
		return this.pooled.getConnection();
	}

	private static String firstLine(SQLException exception) {
		return (exception.getMessage() != null) ? exception.getMessage().lines().findFirst().orElse("") : "";
	}

}
