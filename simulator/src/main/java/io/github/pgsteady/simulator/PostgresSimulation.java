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

package io.github.pgsteady.simulator;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PostgresServer;
import io.github.pgsteady.simulator.tls.SelfSignedCertificate;

/**
 * A real PostgreSQL server with a {@link FaultProxy} in front of it, and a database. An
 * application connects through the proxy; {@link #queryForLong} and {@link #execute} go
 * past it, so that a test learns what the database holds whatever happens to connections.
 * <pre>
 * try (Postgres postgres = Postgres.start()) {
 * 	postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
 * 	...
 * }
 * </pre> The package {@code provider} has the ones that behave like a certain provider
 * does.
 *
 * @since 0.1.0
 */
public abstract class PostgresSimulation implements AutoCloseable {

	private final FaultProxy proxy;

	private volatile PostgresServer server;

	private volatile String database;

	/**
	 * Create a simulation, and a first database.
	 * @param server the server, which is closed with it
	 * @param proxy the proxy before it, which is closed with it
	 */
	protected PostgresSimulation(PostgresServer server, FaultProxy proxy) {
		this.server = server;
		this.proxy = proxy;
		this.database = server.createDatabase();
	}

	/**
	 * Return the server, for what happens on its side of the proxy.
	 * @return the server
	 */
	public PostgresServer getServer() {
		return this.server;
	}

	/**
	 * Let another server take the place of this one. The caller closes the former.
	 * @param server the server that clients get to from now on
	 */
	protected void setServer(PostgresServer server) {
		this.server = server;
	}

	/**
	 * Return the proxy, for faults on connections.
	 * @return the proxy
	 */
	public FaultProxy getProxy() {
		return this.proxy;
	}

	/**
	 * Return the host that an application connects to.
	 * @return always {@code 127.0.0.1}
	 */
	public String getHost() {
		return "127.0.0.1";
	}

	/**
	 * Return the port that an application connects to. It stays the same.
	 * @return the port
	 */
	public int getPort() {
		return this.proxy.getPort();
	}

	/**
	 * Return the database.
	 * @return its name
	 */
	public String getDatabase() {
		return this.database;
	}

	/**
	 * Return the user of the application: it owns the database, and has no special
	 * rights.
	 * @return the name
	 */
	public String getUsername() {
		return this.server.getUsername();
	}

	/**
	 * Return the password of the user.
	 * @return the password
	 */
	public String getPassword() {
		return this.server.getPassword();
	}

	/**
	 * Return the URL of the database for JDBC, through the proxy.
	 * @return the URL, without user and password
	 */
	public String getJdbcUrl() {
		return "jdbc:postgresql://%s:%s/%s".formatted(getHost(), getPort(), getDatabase());
	}

	/**
	 * Return the URL of the database as platforms hand it out in {@code DATABASE_URL},
	 * through the proxy.
	 * @return the URL, with user and password
	 */
	public String getDatabaseUrl() {
		return "postgresql://%s:%s@%s:%s/%s".formatted(getUsername(), getPassword(), getHost(), getPort(),
				getDatabase());
	}

	/**
	 * Return the certificate that the proxy shows, where it speaks TLS, for a client that
	 * verifies it ({@code sslrootcert}).
	 * @return a file in PEM format
	 */
	public Path getCertificate() {
		return SelfSignedCertificate.get().certificate();
	}

	/**
	 * Connect through the proxy, with the plain driver.
	 * @return a new connection, which the caller closes
	 * @throws SQLException if that fails
	 */
	public Connection connect() throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", getUsername());
		properties.setProperty("password", getPassword());
		return DriverManager.getConnection(getJdbcUrl(), properties);
	}

	/**
	 * Create an empty database, and make it the one of this simulation. Connections to
	 * the former one stay.
	 * @return its name
	 */
	public String newDatabase() {
		this.database = this.server.createDatabase();
		return this.database;
	}

	/**
	 * Ask the database for a number, past the proxy.
	 * @param sql a query for one number
	 * @return the number
	 * @throws IllegalStateException if it fails
	 */
	public long queryForLong(String sql) {
		return this.server.queryForLong(getDatabase(), sql);
	}

	/**
	 * Ask the database for values, past the proxy.
	 * @param sql a query
	 * @return the first column of each row as text; {@code null} is {@code "null"}
	 * @throws IllegalStateException if it fails
	 */
	public List<String> queryForList(String sql) {
		return this.server.queryForList(getDatabase(), sql);
	}

	/**
	 * Execute a statement in the database, past the proxy, as superuser.
	 * @param sql the statement
	 * @throws IllegalStateException if it fails
	 */
	public void execute(String sql) {
		this.server.execute(getDatabase(), sql);
	}

	/**
	 * Lift all faults of the proxy, forget its journal, and start the server again if it
	 * is stopped: what one test did does not concern the next. Settings of the server,
	 * and roles, stay.
	 */
	public void heal() {
		this.proxy.heal();
		this.proxy.getJournal().clear();
		this.server.startAgain();
	}

	/**
	 * Close proxy and server, with all connections and data. A second call does nothing.
	 */
	@Override
	public void close() {
		this.proxy.close();
		this.server.close();
	}

}
