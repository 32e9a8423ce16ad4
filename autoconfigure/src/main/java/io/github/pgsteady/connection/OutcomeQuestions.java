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

package io.github.pgsteady.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What the server is asked of a transaction from another connection. Each question is one
 * statement with all its conditions, so that nothing changes between them.
 */
final class OutcomeQuestions {

	private static final String SAME_SERVER = TransactionIdentity.START_TIME + " = ?"
			+ " and exists (select from pg_catalog.pg_stat_activity"
			+ " where pid = any(?::int[]) and datid is null and usesysid is null)";

	private static final String STATUS = "select case when " + SAME_SERVER
			+ " then pg_catalog.pg_xact_status(?::xid8) end";

	// Whoever waits for a standby has committed already, and would only stop waiting
	private static final String FENCE = "select pg_catalog.pg_terminate_backend(session.pid)"
			+ " from pg_catalog.pg_stat_activity session where session.pid = ? and session.backend_xid = ?::xid8::xid"
			+ " and session.wait_event is distinct from 'SyncRep' and " + SAME_SERVER;

	private OutcomeQuestions() {
	}

	/**
	 * Ask how far the transaction is.
	 * @param connection where to ask
	 * @param identity the transaction
	 * @return {@code committed}, {@code aborted}, {@code in progress}, or {@code null} if
	 * it is not the same server any more, or has forgotten
	 * @throws SQLException if there is no answer
	 */
	static @Nullable String status(Connection connection, TransactionIdentity identity) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(STATUS)) {
			statement.setLong(1, identity.startTime());
			statement.setString(2, identity.processes());
			statement.setString(3, identity.xid());
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getString(1);
			}
		}
	}

	/**
	 * End the session of the transaction, if it is still that transaction which it runs.
	 * @param connection where to ask
	 * @param identity the transaction
	 * @return whether the session was told to end
	 * @throws SQLException if there is no answer
	 */
	static boolean fence(Connection connection, TransactionIdentity identity) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(FENCE)) {
			statement.setInt(1, identity.pid());
			statement.setString(2, identity.xid());
			statement.setLong(3, identity.startTime());
			statement.setString(4, identity.processes());
			try (ResultSet result = statement.executeQuery()) {
				return result.next() && result.getBoolean(1);
			}
		}
	}

}
