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

package io.github.pgsteady.simulator.server;

import java.io.IOException;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Connections to one server, and what its superuser asks over them.
 */
final class Access {

	static final String APPLICATION_NAME = "pgsteady-simulator";

	static final String MAINTENANCE_DATABASE = "postgres";

	// Starting up, or recovering from a crash
	private static final String CANNOT_CONNECT_NOW = "57P03";

	private static final Duration RECOVERY = Duration.ofSeconds(30);

	private final PostgresProcess process;

	private final Role superuser;

	private final boolean tls;

	Access(PostgresProcess process, Role superuser, boolean tls) {
		this.process = process;
		this.superuser = superuser;
		this.tls = tls;
	}

	String jdbcUrl(String database) {
		return "jdbc:postgresql://%s:%s/%s".formatted(this.process.getHost(), this.process.getPort(),
				UrlPart.encode(database));
	}

	Connection connect(Role role, String database, String applicationName) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", role.name());
		properties.setProperty("password", role.password());
		properties.setProperty("ApplicationName", applicationName);
		properties.setProperty("sslmode", this.tls ? "require" : "disable");
		properties.setProperty("gssEncMode", "disable");
		properties.setProperty("loginTimeout", "30");
		if (role == this.superuser) {
			// What a test sets for the application is not to end whoever looks on
			properties.setProperty("options", "-c idle_session_timeout=0");
		}
		return DriverManager.getConnection(jdbcUrl(database), properties);
	}

	// A server that recovers from a crash answers soon
	Connection connectAsSuperuser(String database) throws SQLException {
		long deadline = System.nanoTime() + RECOVERY.toNanos();
		while (true) {
			try {
				return connect(this.superuser, database, APPLICATION_NAME);
			}
			catch (SQLException ex) {
				if (!isRecovering(ex) || System.nanoTime() > deadline) {
					throw ex;
				}
				Await.pause();
			}
		}
	}

	// Whoever comes at the moment of the crash is cut off
	private static boolean isRecovering(SQLException ex) {
		return CANNOT_CONNECT_NOW.equals(ex.getSQLState())
				|| (ex.getCause() instanceof IOException && !(ex.getCause() instanceof ConnectException));
	}

	void execute(String sql) {
		execute(MAINTENANCE_DATABASE, sql);
	}

	void execute(String database, String sql) {
		try (Connection connection = connectAsSuperuser(database); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw failure(sql, ex);
		}
	}

	String query(String sql) {
		return query(MAINTENANCE_DATABASE, sql);
	}

	String query(String database, String sql) {
		try (Connection connection = connectAsSuperuser(database)) {
			return query(connection, sql);
		}
		catch (SQLException ex) {
			throw failure(sql, ex);
		}
	}

	List<String> queryForList(String database, String sql) {
		try (Connection connection = connectAsSuperuser(database);
				Statement statement = connection.createStatement();
				ResultSet results = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (results.next()) {
				values.add(String.valueOf(results.getString(1)));
			}
			return values;
		}
		catch (SQLException ex) {
			throw failure(sql, ex);
		}
	}

	static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery(sql)) {
			if (!results.next()) {
				throw new IllegalStateException("No row: " + sql);
			}
			String value = results.getString(1);
			if (value == null) {
				throw new IllegalStateException("null: " + sql);
			}
			return value;
		}
	}

	// A failed CREATE ROLE must not show its password
	private static IllegalStateException failure(String sql, SQLException ex) {
		String statement = sql.contains("password") ? "a statement with a password" : sql;
		return new IllegalStateException("%s failed: %s".formatted(statement, ex.getMessage()), ex);
	}

	String connectionInfo(String applicationName) {
		return "host=%s port=%s user=%s password=%s application_name=%s".formatted(this.process.getHost(),
				this.process.getPort(), this.superuser.name(), this.superuser.password(), applicationName);
	}

}
