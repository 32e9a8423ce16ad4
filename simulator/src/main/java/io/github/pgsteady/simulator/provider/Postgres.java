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

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.SimulationBuilder;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PostgresServer;

/**
 * A plain PostgreSQL behind the proxy, with no provider's behaviour: the server's version
 * that is on the class path, 100 connections, no TLS.
 *
 * @since 0.1.0
 */
public final class Postgres extends PostgresSimulation {

	private Postgres(PostgresServer server, FaultProxy proxy) {
		super(server, proxy);
	}

	/**
	 * Start one with all defaults.
	 * @return the simulation, in operation
	 */
	public static Postgres start() {
		return builder().start();
	}

	/**
	 * Prepare one.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Prepares a plain PostgreSQL.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder extends SimulationBuilder<Builder, Postgres> {

		private Builder() {
		}

		@Override
		protected Postgres start(PostgresServer server) {
			return new Postgres(server, proxy(server::getAddress).start());
		}

	}

}
