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

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.SimulationBuilder;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PgBouncer;
import io.github.pgsteady.simulator.server.PoolMode;
import io.github.pgsteady.simulator.server.PostgresServer;

/**
 * A Supabase database through its shared pooler, Supavisor.
 * <p>
 * The session pooler (port 5432) takes 15 clients for each user and database together and
 * turns the next one away at once, with
 * {@link SupavisorError#MAX_CLIENTS_IN_SESSION_MODE}. The transaction pooler (port 6543)
 * takes 200, shares 15 sessions among them and knows no prepared statements: a real
 * PgBouncer in transaction mode does that here. TLS is offered.
 * <p>
 * Differences: the user has no {@code .<project>} at its end; the texts of errors that
 * concern waiting for a session are PgBouncer's; the circuit breaker is not there.
 *
 * @since 0.1.0
 */
public final class Supabase extends PostgresSimulation {

	private final ClientLimit limit;

	private final int defaultLimit;

	private final @Nullable PgBouncer pooler;

	private Supabase(PostgresServer server, FaultProxy proxy, ClientLimit limit, @Nullable PgBouncer pooler) {
		super(server, proxy);
		this.limit = limit;
		this.defaultLimit = limit.get();
		this.pooler = pooler;
	}

	/**
	 * Start a database behind a pooler.
	 * @param mode which pooler
	 * @return the simulation, in operation
	 * @throws IllegalStateException if the transaction pooler is asked for and PgBouncer
	 * is not installed
	 */
	public static Supabase start(Mode mode) {
		return builder(mode).start();
	}

	/**
	 * Prepare a database behind a pooler.
	 * @param mode which pooler
	 * @return a builder
	 */
	public static Builder builder(Mode mode) {
		return new Builder(mode);
	}

	/**
	 * Set how many clients the pooler takes. Those that are there stay.
	 * @param limit the number, for each user and database together through the session
	 * pooler; by default 15 and 200
	 * @throws IllegalArgumentException if it is negative
	 */
	public void setClientLimit(int limit) {
		this.limit.set(limit);
	}

	/**
	 * Let the pooler lose its connections to the database: each client gets
	 * {@link SupavisorError#DB_HANDLER_EXITED} and is closed.
	 * @return how many clients that were
	 */
	public int exitDbHandlers() {
		return getProxy().getLinks().fail(SupavisorError.DB_HANDLER_EXITED);
	}

	/**
	 * Also set the client limit to its default.
	 */
	@Override
	public void heal() {
		super.heal();
		this.limit.set(this.defaultLimit);
	}

	@Override
	public void close() {
		super.close();
		if (this.pooler != null) {
			this.pooler.close();
		}
	}

	/**
	 * Which of the poolers.
	 */
	public enum Mode {

		/**
		 * The session pooler, port 5432.
		 */
		SESSION,

		/**
		 * The transaction pooler, port 6543.
		 */
		TRANSACTION

	}

	/**
	 * Prepares a database behind a pooler.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder extends SimulationBuilder<Builder, Supabase> {

		private final Mode mode;

		private int poolSize = 15;

		private Builder(Mode mode) {
			this.mode = mode;
			tls();
		}

		/**
		 * Set the pool size: how many clients the session pooler takes, and how many
		 * sessions the transaction pooler has on the server.
		 * @param size the number, 15 by default
		 * @return this builder
		 * @throws IllegalArgumentException if it is less than 1
		 */
		public Builder poolSize(int size) {
			if (size < 1) {
				throw new IllegalArgumentException("The pool size must be at least 1, but is " + size);
			}
			this.poolSize = size;
			return this;
		}

		@Override
		protected Supabase start(PostgresServer server) {
			return (this.mode == Mode.SESSION) ? sessionPooler(server) : transactionPooler(server);
		}

		private Supabase sessionPooler(PostgresServer server) {
			ClientLimit limit = new ClientLimit(this.poolSize, (link) -> link.getUser() + "/" + link.getDatabase(),
					SupavisorError.MAX_CLIENTS_IN_SESSION_MODE::with);
			return new Supabase(server, proxy(server::getAddress).admission(limit).start(), limit, null);
		}

		private Supabase transactionPooler(PostgresServer server) {
			ClientLimit limit = new ClientLimit(200, (link) -> "all", SupavisorError.MAX_CLIENTS::with);
			PgBouncer pooler = PgBouncer.before(server::getAddress)
				.user(server.getUsername(), server.getPassword())
				.poolMode(PoolMode.TRANSACTION)
				.poolSize(this.poolSize)
				.maxClientConnections(10_000)
				.start();
			try {
				FaultProxy proxy = proxy(pooler::getAddress).admission(limit).start();
				return new Supabase(server, proxy, limit, pooler);
			}
			catch (RuntimeException ex) {
				pooler.close();
				throw ex;
			}
		}

	}

}
