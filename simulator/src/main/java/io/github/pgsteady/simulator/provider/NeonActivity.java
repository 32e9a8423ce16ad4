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

package io.github.pgsteady.simulator.provider;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.server.PostgresServer;

/**
 * Finds out how long a compute has been quiet, by the rules of Neon's own monitor
 * (neondatabase/neon, {@code compute_tools/src/monitor.rs}): any backend that is not idle
 * counts, as does an open transaction; of idle ones, when they became so; replication,
 * autovacuum, and new sessions. The superuser does not count, like {@code cloud_admin}
 * there.
 */
final class NeonActivity implements AutoCloseable {

	private static final String SECONDS_SINCE_ACTIVITY = """
			select min(case
				when backend_type in ('walsender', 'autovacuum worker') or state <> 'idle' then 0
				else extract(epoch from clock_timestamp() - state_change) end)
			from pg_stat_activity
			where (backend_type = 'client backend' and usename <> current_user)
				or backend_type in ('walsender', 'autovacuum worker')
			""";

	private final PostgresServer server;

	private @Nullable Connection connection;

	// The end of activity that can no more be read from the server
	private long lastActivity = System.nanoTime();

	NeonActivity(PostgresServer server) {
		this.server = server;
	}

	synchronized void connected() {
		this.lastActivity = System.nanoTime();
	}

	synchronized Duration quietFor() {
		try {
			activeBefore(secondsSinceActivity());
		}
		catch (SQLException ex) {
			// Restarting: asked again next time
			close();
		}
		return knownQuietTime();
	}

	// Without asking the server
	synchronized Duration knownQuietTime() {
		return Duration.ofNanos(System.nanoTime() - this.lastActivity);
	}

	private void activeBefore(@Nullable Double seconds) {
		if (seconds != null) {
			long then = System.nanoTime() - (long) (seconds * 1e9);
			this.lastActivity = (then - this.lastActivity > 0) ? then : this.lastActivity;
		}
	}

	private @Nullable Double secondsSinceActivity() throws SQLException {
		if (this.connection == null) {
			this.connection = this.server.openAdminConnection("postgres");
		}
		try (PreparedStatement statement = this.connection.prepareStatement(SECONDS_SINCE_ACTIVITY);
				ResultSet resultSet = statement.executeQuery()) {
			resultSet.next();
			double seconds = resultSet.getDouble(1);
			return resultSet.wasNull() ? null : seconds;
		}
	}

	@Override
	public synchronized void close() {
		if (this.connection != null) {
			try {
				this.connection.close();
			}
			catch (SQLException ex) {
				// Gone already
			}
			this.connection = null;
		}
	}

}
