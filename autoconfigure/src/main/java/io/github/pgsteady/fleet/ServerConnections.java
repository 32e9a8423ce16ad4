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

package io.github.pgsteady.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How many connections a server lets in, and who holds them, as one session sees it.
 *
 * @param maximum the number for all ({@code max_connections})
 * @param reserved how many of them are not for this role, or should not be: those that
 * are kept for superusers, also if it is one
 * @param roleLimit the largest number for this role, or {@code null} if there is none, or
 * the role is a superuser, whom it does not hold for
 * @param databaseLimit the largest number for this database, as for the role
 * @param holders who holds connections, this session included
 * @since 0.1.0
 */
public record ServerConnections(int maximum, int reserved, @Nullable Integer roleLimit, @Nullable Integer databaseLimit,
		List<Holder> holders) {

	// The limits are those of the role that logged in. What a role may not see of the
	// sessions of others is null; whatever has no user or no database is no client
	private static final String QUERY = """
			SELECT current_setting('max_connections')::int AS maximum,
			  current_setting('superuser_reserved_connections')::int
			    + CASE WHEN r.rolsuper OR EXISTS (SELECT FROM pg_catalog.pg_roles p
			        WHERE p.rolname = 'pg_use_reserved_connections' AND pg_has_role(r.oid, p.oid, 'USAGE'))
			      THEN 0 ELSE coalesce(current_setting('reserved_connections', true), '0')::int END AS reserved,
			  CASE WHEN rolsuper OR r.rolconnlimit < 0 THEN NULL ELSE r.rolconnlimit END AS role_limit,
			  CASE WHEN rolsuper OR d.datconnlimit < 0 THEN NULL ELSE d.datconnlimit END AS database_limit,
			  a.application_name, a.usesysid = r.oid AS same_role, a.datid = d.oid AS same_database,
			  a.connections
			FROM pg_catalog.pg_roles r, pg_catalog.pg_database d, (
			  SELECT application_name, usesysid, datid, count(*)::int AS connections
			  FROM pg_catalog.pg_stat_activity
			  WHERE usesysid IS NOT NULL AND datid IS NOT NULL
			    AND (backend_type IS NULL OR backend_type = 'client backend')
			  GROUP BY application_name, usesysid, datid) a
			WHERE r.rolname = session_user AND d.datname = current_database()""";

	public ServerConnections {
		holders = List.copyOf(holders);
	}

	/**
	 * Ask a server, with one query that reads no table of the application.
	 * @param connection a connection to it
	 * @return what it says
	 * @throws SQLException if it does not, such as where the role may not ask
	 */
	public static ServerConnections read(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(QUERY)) {
			return read(rows);
		}
	}

	private static ServerConnections read(ResultSet rows) throws SQLException {
		List<Holder> holders = new ArrayList<>();
		ServerConnections last = null;
		while (rows.next()) {
			String name = rows.getString("application_name");
			holders.add(new Holder((name != null) ? name : "", rows.getBoolean("same_role"),
					rows.getBoolean("same_database"), rows.getInt("connections")));
			last = new ServerConnections(rows.getInt("maximum"), rows.getInt("reserved"),
					rows.getObject("role_limit", Integer.class), rows.getObject("database_limit", Integer.class),
					holders);
		}
		if (last == null) {
			throw new SQLException("This session does not see itself in pg_stat_activity");
		}
		return last;
	}

	/**
	 * Return how many connections all together may hold that log in as this role.
	 * @return the number
	 */
	public int usable() {
		return this.maximum - this.reserved;
	}

	/**
	 * Return how many connections are held.
	 * @return the number, those of other roles and databases included
	 */
	public int used() {
		return this.holders.stream().mapToInt(Holder::connections).sum();
	}

	/**
	 * Connections that have these in common.
	 *
	 * @param applicationName what they call themselves, empty if they do not
	 * @param sameRole whether they have logged in as the session has that asks
	 * @param sameDatabase whether they are connected to the database that it is connected
	 * to
	 * @param connections how many they are
	 */
	public record Holder(String applicationName, boolean sameRole, boolean sameDatabase, int connections) {

		/**
		 * Return the name without what an instance writes behind it.
		 * @return the name of the application, empty if it has none
		 */
		public String readableName() {
			return InstanceMark.remove(this.applicationName);
		}

	}

}
