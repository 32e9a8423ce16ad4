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

package io.github.pgsteady.link;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Tells under which number the server knows the session of a connection. The protocol
 * tells it when the connection is made, but Neon's proxy and most poolers invent numbers
 * of their own. The first connection is asked whether that is so; each further one only
 * if it is, or if it leads to a standby: there may be several behind one address.
 */
final class SessionNumbers {

	private static final Log logger = LogFactory.getLog(SessionNumbers.class);

	private final SessionOwnership sessions;

	private volatile @Nullable Boolean real;

	SessionNumbers(SessionOwnership sessions) {
		this.sessions = sessions;
	}

	/**
	 * Return whether the protocol tells the numbers that the server knows.
	 * @return whether it does
	 */
	boolean areReal() {
		return Boolean.TRUE.equals(this.real);
	}

	/**
	 * Return whether the sessions cannot be found by a number.
	 * @return whether they cannot
	 */
	boolean areHidden() {
		return this.sessions == SessionOwnership.SHARED
				|| (this.sessions == SessionOwnership.UNKNOWN && Boolean.FALSE.equals(this.real));
	}

	/**
	 * Return where a session is.
	 * @param connection its connection, on which nobody has begun anything
	 * @return where it is, or {@code null} if that cannot be known
	 * @throws SQLException if the connection is lost
	 */
	@Nullable SessionIdentity of(Connection connection) throws SQLException {
		if (this.sessions == SessionOwnership.SHARED || !connection.isWrapperFor(PGConnection.class)) {
			return null;
		}
		int told = connection.unwrap(PGConnection.class).getBackendPID();
		if (areReal() && !isStandby(connection)) {
			return new SessionIdentity(told, Server.PRIMARY);
		}
		if (areHidden()) {
			return null;
		}
		SessionIdentity asked = identify(connection);
		if (this.real == null && asked != null) {
			this.real = asked.process() == told;
		}
		return areHidden() ? null : asked;
	}

	// The protocol tells that, too, from PostgreSQL 14 on
	private static boolean isStandby(Connection connection) throws SQLException {
		return "on".equals(connection.unwrap(PGConnection.class).getParameterStatus("in_hot_standby"));
	}

	private static @Nullable SessionIdentity identify(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(SessionQuestions.IDENTITY)) {
			result.next();
			return new SessionIdentity(result.getInt(1), new Server(result.getBoolean(2), result.getString(3)));
		}
		catch (SQLException ex) {
			if (connection.isClosed()) {
				throw ex;
			}
			logger.debug("Could not ask for the number of a session", ex);
			return null;
		}
	}

}
