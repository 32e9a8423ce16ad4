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
 * What another connection needs to know of a transaction to ask what became of it.
 * <p>
 * The server's word is only good while the same processes serve: after a crash it gives
 * the same id to another transaction. The time at which the server started does not
 * change when only its processes are started anew; those that are no session's (of
 * checkpoints and the like) are all others then.
 *
 * @param xid the id of the transaction, or {@code null} if there is nothing to commit
 * @param pid the process of its session
 * @param startTime when the server started, in microseconds
 * @param processes the processes of the server that belong to no session, as an array
 */
record TransactionIdentity(@Nullable String xid, int pid, long startTime, String processes) {

	static final String START_TIME = "(extract(epoch from pg_catalog.pg_postmaster_start_time()) * 1000000)::bigint";

	/**
	 * Asks for the identity. A transaction that may have written something gets an id if
	 * it has none, since what it did may leave no other trace (NOTIFY); a standby gives
	 * none.
	 */
	private static final String QUERY = "select (case when ? and not pg_catalog.pg_is_in_recovery()"
			+ " then pg_catalog.pg_current_xact_id() else pg_catalog.pg_current_xact_id_if_assigned() end)::text,"
			+ " pg_catalog.pg_backend_pid(), " + START_TIME + ", array(select pid from pg_catalog.pg_stat_activity"
			+ " where datid is null and usesysid is null)::text";

	/**
	 * That of a transaction which has nothing to commit.
	 */
	static final TransactionIdentity NOTHING = new TransactionIdentity(null, 0, 0, "{}");

	/**
	 * Ask for the identity of the transaction that is open.
	 * @param connection the connection of the driver
	 * @param written whether the transaction may have written something
	 * @return the identity
	 * @throws SQLException if the server does not tell
	 */
	static TransactionIdentity of(Connection connection, boolean written) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(QUERY)) {
			query.setBoolean(1, written);
			try (ResultSet result = query.executeQuery()) {
				result.next();
				return new TransactionIdentity(result.getString(1), result.getInt(2), result.getLong(3),
						result.getString(4));
			}
		}
	}

	boolean isNothing() {
		return this.xid == null;
	}

	// Somebody who may not see them could not be told anything later
	boolean isWithoutProcesses() {
		return this.processes.equals("{}");
	}

}
