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

package io.github.pgsteady.doctor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

import io.github.pgsteady.pool.Destination;

/**
 * The connections of the doctor: as the pool would make them, but few, one host, and one
 * attempt each. They are all closed in the end, also when the process is told to end.
 */
final class DoctorConnections implements AutoCloseable {

	/**
	 * How many there are at the same time, at most.
	 */
	static final int LIMIT = 3;

	static final String APPLICATION_NAME = "pgsteady-doctor";

	/**
	 * What would make the session another one than a transaction pooler can handle, try
	 * several hosts, or prepare statements where none should be.
	 */
	private static final List<PGProperty> LEFT_OUT = List.of(PGProperty.PG_HOST, PGProperty.PG_PORT,
			PGProperty.PG_DBNAME, PGProperty.TARGET_SERVER_TYPE, PGProperty.LOAD_BALANCE_HOSTS,
			PGProperty.PREFER_QUERY_MODE, PGProperty.READ_ONLY, PGProperty.READ_ONLY_MODE);

	private static final String LOGIN_TIMEOUT = "15";

	private static final String ANSWER_TIMEOUT = "15";

	private final Subject subject;

	private final List<Connection> open = new ArrayList<>();

	private final Thread hook = new Thread(this::closeAll, "pgsteady-doctor-close");

	private @Nullable String sslmode;

	private boolean closed;

	DoctorConnections(Subject subject) {
		this.subject = subject;
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Decide on TLS where the driver would try both.
	 * @param sslmode what the driver is to demand
	 */
	void setSslmode(String sslmode) {
		this.sslmode = sslmode;
	}

	/**
	 * Make a connection.
	 * @return a connection that can only read, and that is not in a transaction
	 * @throws SQLException if there is none
	 */
	Connection open() throws SQLException {
		synchronized (this.open) {
			if (this.open.size() >= LIMIT) {
				throw new IllegalStateException("No more than %s connections".formatted(LIMIT));
			}
		}
		Connection connection = new Driver().connect(url(), parameters());
		if (connection == null) {
			throw new PSQLException("The driver does not know this URL", PSQLState.CONNECTION_UNABLE_TO_CONNECT);
		}
		// Tells the server with each transaction, and leaves the session as it is
		connection.setReadOnly(true);
		connection.setAutoCommit(false);
		synchronized (this.open) {
			this.open.add(connection);
			if (this.closed) {
				closeAll();
			}
		}
		return connection;
	}

	private String url() {
		Destination destination = this.subject.destination();
		String database = this.subject.database();
		return "jdbc:postgresql://%s:%s/%s".formatted(destination.host(), destination.port(),
				(database != null) ? URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20") : "");
	}

	private Properties parameters() {
		Properties parameters = this.subject.parameters();
		LEFT_OUT.forEach((property) -> parameters.remove(property.getName()));
		parameters.setProperty("ApplicationName", APPLICATION_NAME);
		parameters.setProperty("prepareThreshold", "0");
		parameters.setProperty("socketTimeout", ANSWER_TIMEOUT);
		parameters.putIfAbsent("loginTimeout", LOGIN_TIMEOUT);
		if (this.sslmode != null) {
			parameters.setProperty("sslmode", this.sslmode);
		}
		return parameters;
	}

	void close(Connection connection) {
		synchronized (this.open) {
			this.open.remove(connection);
		}
		closeQuietly(connection);
	}

	@Override
	public void close() {
		closeAll();
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// The process is ending: the hook runs, or has run
		}
	}

	private void closeAll() {
		List<Connection> connections;
		synchronized (this.open) {
			this.closed = true;
			connections = List.copyOf(this.open);
			this.open.clear();
		}
		connections.forEach(DoctorConnections::closeQuietly);
	}

	private static void closeQuietly(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			// It was lost
		}
	}

}
