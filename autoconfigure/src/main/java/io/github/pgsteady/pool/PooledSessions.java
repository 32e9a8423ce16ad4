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

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.UtilityElf;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.StringUtils;

/**
 * Connections whose sessions are set up as a pool sets up its own: the schema that they
 * are in, and the role that they have, may depend on it.
 */
class PooledSessions extends DelegatingDataSource {

	private final HikariConfig config;

	PooledSessions(DataSource target, HikariConfig config) {
		super(target);
		this.config = config;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return prepared(super.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return prepared(super.getConnection(username, password));
	}

	private Connection prepared(Connection connection) throws SQLException {
		try {
			prepare(connection);
			return connection;
		}
		catch (SQLException | RuntimeException ex) {
			try (connection) {
				throw ex;
			}
		}
	}

	// In the order of HikariCP, but for auto-commit: nothing is left open
	private void prepare(Connection connection) throws SQLException {
		if (this.config.isReadOnly()) {
			connection.setReadOnly(true);
		}
		if (StringUtils.hasText(this.config.getTransactionIsolation())) {
			connection
				.setTransactionIsolation(UtilityElf.getTransactionIsolation(this.config.getTransactionIsolation()));
		}
		if (StringUtils.hasText(this.config.getSchema())) {
			connection.setSchema(this.config.getSchema());
		}
		if (StringUtils.hasText(this.config.getConnectionInitSql())) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(this.config.getConnectionInitSql());
			}
		}
		connection.setAutoCommit(this.config.isAutoCommit());
	}

}
