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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.github.pgsteady.simulator.host.ShutdownHook;

/**
 * A real PgBouncer on a free port of the loopback interface. Clients log in with
 * scram-sha-256, so a wrong password is refused. As at the providers, start-up parameters
 * other than {@code extra_float_digits} are refused, and there are no prepared statements
 * unless they are switched on.
 *
 * @since 0.1.0
 */
public final class PgBouncer implements AutoCloseable {

	private final PgBouncerProcess process;

	private final PoolMode poolMode;

	private final String version;

	private final ShutdownHook shutdownHook = new ShutdownHook(this::close);

	private PgBouncer(PgBouncerProcess process, PoolMode poolMode, String version) {
		this.process = process;
		this.poolMode = poolMode;
		this.version = version;
	}

	/**
	 * Return whether the program is installed.
	 * @return whether it is
	 */
	public static boolean isInstalled() {
		return PgBouncerProgram.find().isPresent();
	}

	/**
	 * Prepare a pooler before a server.
	 * @param server gives the address of the server, whenever the pooler is started
	 * @return a builder
	 */
	public static Builder before(Supplier<InetSocketAddress> server) {
		return new Builder(server);
	}

	/**
	 * Return the port. It can be another one after {@link #restart()}, if somebody took
	 * it meanwhile.
	 * @return the port
	 */
	public int getPort() {
		return this.process.getPort();
	}

	/**
	 * Return the address, with {@link #getPort() the port} of this moment.
	 * @return the address
	 */
	public InetSocketAddress getAddress() {
		return new InetSocketAddress("127.0.0.1", getPort());
	}

	/**
	 * Return for how long a session is left to a client.
	 * @return the mode
	 */
	public PoolMode getPoolMode() {
		return this.poolMode;
	}

	/**
	 * Return the version of the program.
	 * @return the version, such as {@code 1.18.0}
	 */
	public String getVersion() {
		return this.version;
	}

	/**
	 * Kill the pooler and start it again. All clients and sessions are gone, without a
	 * word.
	 * @throws IllegalStateException if it does not start
	 */
	public synchronized void restart() {
		kill();
		this.process.start();
	}

	/**
	 * Kill the pooler, until {@link #restart()}. Connections are refused meanwhile.
	 */
	public synchronized void kill() {
		this.process.kill();
	}

	/**
	 * Kill the pooler, and delete its files. A second call does nothing.
	 */
	@Override
	public synchronized void close() {
		this.process.kill();
		this.process.deleteFiles();
		this.shutdownHook.remove();
	}

	/**
	 * Prepares a pooler.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final Supplier<InetSocketAddress> server;

		private final Map<String, String> users = new LinkedHashMap<>();

		private final Map<String, String> settings = new LinkedHashMap<>();

		private PoolMode poolMode = PoolMode.TRANSACTION;

		private int maxPreparedStatements;

		private Builder(Supplier<InetSocketAddress> server) {
			this.server = server;
			setting("ignore_startup_parameters", "extra_float_digits");
		}

		/**
		 * Let a user in, who is a role on the server as well.
		 * @param name the name
		 * @param password the password, of the server, too
		 * @return this builder
		 */
		public Builder user(String name, String password) {
			this.users.put(name, password);
			return this;
		}

		/**
		 * Set for how long a session is left to a client.
		 * @param mode the mode; {@link PoolMode#TRANSACTION} by default
		 * @return this builder
		 */
		public Builder poolMode(PoolMode mode) {
			this.poolMode = mode;
			return this;
		}

		/**
		 * Set how many sessions it has on the server for each user and database.
		 * @param size the number, 20 by default
		 * @return this builder
		 * @throws IllegalArgumentException if it is less than 1
		 */
		public Builder poolSize(int size) {
			return setting("default_pool_size", atLeastOne(size, "pool size"));
		}

		/**
		 * Set how many clients it takes.
		 * @param clients the number, 100 by default
		 * @return this builder
		 * @throws IllegalArgumentException if it is less than 1
		 */
		public Builder maxClientConnections(int clients) {
			return setting("max_client_conn", atLeastOne(clients, "number of clients"));
		}

		/**
		 * Set how long a client waits for a session, before it gets
		 * {@code query_wait_timeout}. PgBouncer looks about three times a second.
		 * @param timeout the time, to the second; 120 s by default, zero for ever
		 * @return this builder
		 * @throws IllegalArgumentException if it is negative, or has fractions of a
		 * second
		 */
		public Builder queryWaitTimeout(Duration timeout) {
			if (timeout.isNegative() || timeout.getNano() != 0) {
				throw new IllegalArgumentException("The time has to be a number of seconds, but is " + timeout);
			}
			return setting("query_wait_timeout", Long.toString(timeout.toSeconds()));
		}

		/**
		 * Set how many prepared statements of a client are kept in transaction mode.
		 * @param statements the number, 0 by default; more needs PgBouncer 1.21
		 * @return this builder
		 * @throws IllegalArgumentException if it is negative
		 */
		public Builder maxPreparedStatements(int statements) {
			if (statements < 0) {
				throw new IllegalArgumentException(
						"The number of prepared statements must not be negative, but is " + statements);
			}
			this.maxPreparedStatements = statements;
			return this;
		}

		/**
		 * Set any setting of {@code pgbouncer.ini}.
		 * @param name its name
		 * @param value its value
		 * @return this builder
		 */
		public Builder setting(String name, String value) {
			this.settings.put(name, value);
			return this;
		}

		private String atLeastOne(int value, String name) {
			if (value < 1) {
				throw new IllegalArgumentException("The %s must be at least 1, but is %s".formatted(name, value));
			}
			return Integer.toString(value);
		}

		/**
		 * Start the pooler.
		 * @return the pooler, which accepts connections
		 * @throws IllegalStateException if the program is not installed, is too old for
		 * what is wanted, or does not start; the message has the end of its log then
		 */
		public PgBouncer start() {
			PgBouncerProgram program = PgBouncerProgram.require();
			preparedStatements(program);
			setting("pool_mode", (this.poolMode == PoolMode.SESSION) ? "session" : "transaction");
			PgBouncer pooler = new PgBouncer(
					new PgBouncerProcess(program, this.server, Map.copyOf(this.settings), Map.copyOf(this.users)),
					this.poolMode, program.version());
			pooler.shutdownHook.register();
			try {
				pooler.process.start();
			}
			catch (RuntimeException ex) {
				pooler.close();
				throw ex;
			}
			return pooler;
		}

		// Before 1.21 there are none, and no setting for it
		private void preparedStatements(PgBouncerProgram program) {
			if (program.isAtLeast(1, 21)) {
				setting("max_prepared_statements", Integer.toString(this.maxPreparedStatements));
			}
			else if (this.maxPreparedStatements > 0) {
				throw new IllegalStateException(
						"Prepared statements need PgBouncer 1.21, and this is " + program.version());
			}
		}

	}

}
