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
import java.time.Duration;

import javax.sql.DataSource;

import org.postgresql.PGConnection;

/**
 * Asks the server on a connection of the pool, between the transactions of the
 * application.
 */
final class FleetLook {

	// Whoever is that busy has better things to do
	private static final Duration LIMIT = Duration.ofMillis(250);

	private FleetLook() {
	}

	static ServerConnections at(DataSource pool, EndableWait wait) throws SQLException {
		return inTransaction(pool, wait, ServerConnections::read);
	}

	/**
	 * Return whether the session on the server is another one than the driver was told
	 * when it logged in. Poolers tell a number of their own.
	 * @param pool the pool
	 * @param wait how to wait for a connection
	 * @return whether somebody stands before the server
	 * @throws SQLException if the server does not answer
	 */
	static boolean isThroughPooler(DataSource pool, EndableWait wait) throws SQLException {
		return inTransaction(pool, wait, (connection) -> {
			try (Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
				rows.next();
				return rows.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
			}
		});
	}

	private static <T> T inTransaction(DataSource pool, EndableWait wait, Question<T> question) throws SQLException {
		try (Connection connection = wait.getConnection(pool)) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET LOCAL statement_timeout = " + LIMIT.toMillis());
				T answer = question.ask(connection);
				// After a failure, the pool does that: another must not hide it
				connection.rollback();
				return answer;
			}
		}
	}

	/**
	 * What is asked.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	private interface Question<T> {

		T ask(Connection connection) throws SQLException;

	}

}
