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

package io.github.pgsteady.simulator.network;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import io.github.pgsteady.simulator.server.PostgresServer;

/**
 * A real PostgreSQL server behind a network of its own, whose packets can be dropped.
 * Nobody answers then: no end of the stream, no reset, no ICMP message, and unlike with
 * the stall of a proxy no kernel that acknowledges what was sent or answers TCP
 * keep-alive. What was not acknowledged, TCP sends again at growing intervals.
 * {@link #queryForLong} and {@link #execute} go past the drops, so that a test learns
 * what the database holds. <pre>
 * try (LossyNetwork network = LossyNetwork.start(); Connection connection = network.connect()) {
 * 	network.dropExisting();
 * 	...
 * }
 * </pre> It is made of network namespaces, which only Linux has, and only for
 * {@code root}, with the packages {@code iproute2} and {@code util-linux}:
 * {@link #findObstacle()} tells what is missing. It is removed by {@link #close()}, or
 * else when the JVM ends.
 *
 * @since 0.1.0
 */
public final class LossyNetwork implements AutoCloseable {

	private final VirtualNetwork network;

	private final PostgresServer server;

	private final String database;

	private final Drops drops;

	private LossyNetwork(VirtualNetwork network, PostgresServer server, String database) {
		this.network = network;
		this.server = server;
		this.database = database;
		this.drops = network.drops();
	}

	/**
	 * Start a server with all defaults, and its network, with an empty database.
	 * @return the network, which loses nothing yet
	 * @throws IllegalStateException if this machine does not have such networks, or if
	 * the server does not start
	 */
	public static LossyNetwork start() {
		return start(PostgresServer.builder());
	}

	/**
	 * Start a server, and its network, with an empty database.
	 * @param server what configures the server
	 * @return the network, which loses nothing yet
	 * @throws IllegalStateException if this machine does not have such networks, or if
	 * the server does not start
	 */
	public static LossyNetwork start(PostgresServer.Builder server) {
		VirtualNetwork network = VirtualNetwork.create();
		try {
			String name = network.getServer().name();
			String host = network.getAddresses().serverPastTheDrops();
			return withDatabase(network, server.networkNamespace(name, host).start());
		}
		catch (RuntimeException | Error ex) {
			network.close();
			throw ex;
		}
	}

	private static LossyNetwork withDatabase(VirtualNetwork network, PostgresServer server) {
		try {
			return new LossyNetwork(network, server, server.createDatabase());
		}
		catch (RuntimeException | Error ex) {
			server.close();
			throw ex;
		}
	}

	/**
	 * Tell why there cannot be such a network on this machine. It is tried, not guessed.
	 * @return the reason, or nothing where there can be one
	 */
	public static Optional<String> findObstacle() {
		try {
			VirtualNetwork.create().close();
			return Optional.empty();
		}
		catch (IllegalStateException ex) {
			return Optional.ofNullable(ex.getMessage());
		}
	}

	/**
	 * Return the server. Its own address and JDBC URLs lead past the drops.
	 * @return the server
	 */
	public PostgresServer getServer() {
		return this.server;
	}

	/**
	 * Return the host that an application connects to.
	 * @return an IP address
	 */
	public String getHost() {
		return this.network.getAddresses().server();
	}

	/**
	 * Return the port that an application connects to.
	 * @return the port
	 */
	public int getPort() {
		return this.server.getPort();
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
	 * Return the URL of the database for JDBC, through the network.
	 * @return the URL, without user and password
	 */
	public String getJdbcUrl() {
		return "jdbc:postgresql://%s:%s/%s".formatted(getHost(), getPort(), getDatabase());
	}

	/**
	 * Connect through the network, with the plain driver.
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
	 * Ask the database for a number, past the drops.
	 * @param sql a query for one number
	 * @return the number
	 * @throws IllegalStateException if it fails
	 */
	public long queryForLong(String sql) {
		return this.server.queryForLong(getDatabase(), sql);
	}

	/**
	 * Ask the database for values, past the drops.
	 * @param sql a query
	 * @return the first column of each row as text; {@code null} is {@code "null"}
	 * @throws IllegalStateException if it fails
	 */
	public List<String> queryForList(String sql) {
		return this.server.queryForList(getDatabase(), sql);
	}

	/**
	 * Execute a statement in the database, past the drops, as superuser.
	 * @param sql the statement
	 * @throws IllegalStateException if it fails
	 */
	public void execute(String sql) {
		this.server.execute(getDatabase(), sql);
	}

	/**
	 * Drop all packets, in both directions: connections that exist go silent, and new
	 * ones are not made.
	 */
	public void dropEverything() {
		this.drops.all();
	}

	/**
	 * Drop the packets of all connections that exist at this moment, in both directions.
	 * New connections work.
	 */
	public void dropExisting() {
		this.drops.ofClientPorts(this.network.clientPorts());
	}

	/**
	 * Drop the packets of one connection, in both directions.
	 * @param clientPort the port at the client's end, which
	 * {@code select inet_client_port()} tells on the connection itself
	 */
	public void drop(int clientPort) {
		this.drops.ofClientPorts(Set.of(clientPort));
	}

	/**
	 * Drop nothing any more. Connections that were not given up go on when TCP next sends
	 * again what was not acknowledged, which takes about as long again as they were
	 * silent, at most.
	 */
	public void restore() {
		this.drops.none();
	}

	/**
	 * Close the server and remove the network, with all data. Connections that are open
	 * are told, as nothing is dropped any more. A second call does nothing.
	 */
	@Override
	public void close() {
		// In the opposite order
		try (this.network; this.server) {
			restore();
		}
	}

}
