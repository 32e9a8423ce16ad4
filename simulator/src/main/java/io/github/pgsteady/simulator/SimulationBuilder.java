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

import java.net.InetSocketAddress;
import java.util.function.Supplier;

import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PostgresServer;
import io.github.pgsteady.simulator.tls.SelfSignedCertificate;

/**
 * Prepares a simulation.
 *
 * @param <B> the builder itself
 * @param <S> what it starts
 * @since 0.1.0
 */
public abstract class SimulationBuilder<B extends SimulationBuilder<B, S>, S extends PostgresSimulation> {

	private final PostgresServer.Builder server = PostgresServer.builder();

	private boolean tls;

	/**
	 * Create a builder.
	 */
	protected SimulationBuilder() {
	}

	/**
	 * Set the server's major version.
	 * @param version 14 to 18; by default the one on the class path
	 * @return this builder
	 * @throws IllegalArgumentException if it is another one
	 * @see PostgresServer.Builder#version(int)
	 */
	public B version(int version) {
		this.server.version(version);
		return self();
	}

	/**
	 * Set how many connections the server has in all; those reserved for the superuser
	 * (3, and 7 at Neon) are among them.
	 * @param connections the number, 100 by default
	 * @return this builder
	 */
	public B maxConnections(int connections) {
		this.server.maxConnections(connections);
		return self();
	}

	/**
	 * Set a setting of {@code postgresql.conf}.
	 * @param name its name
	 * @param value its value
	 * @return this builder
	 */
	public B setting(String name, String value) {
		this.server.setting(name, value);
		return self();
	}

	/**
	 * Speak TLS with clients that ask for it, with a self-signed certificate for
	 * {@code localhost} and {@code 127.0.0.1}. Providers that do so anyway are not
	 * changed by this.
	 * @return this builder
	 */
	public B tls() {
		this.tls = true;
		return self();
	}

	/**
	 * Reserve connections for the superuser.
	 * @param connections the number
	 */
	protected final void reservedConnections(int connections) {
		this.server.reservedConnections(connections);
	}

	/**
	 * Prepare the proxy.
	 * @param upstream where it leads to
	 * @return what starts it
	 */
	protected final FaultProxy.Builder proxy(Supplier<InetSocketAddress> upstream) {
		FaultProxy.Builder builder = FaultProxy.builder(upstream);
		return this.tls ? builder.tls(SelfSignedCertificate.get().serverContext()) : builder;
	}

	/**
	 * Start the simulation. It takes a few seconds.
	 * @return the simulation, in operation
	 * @throws IllegalStateException if the server cannot be started
	 */
	public final S start() {
		PostgresServer started = this.server.start();
		try {
			return start(started);
		}
		catch (RuntimeException ex) {
			started.close();
			throw ex;
		}
	}

	/**
	 * Start what belongs to the simulation beside the server.
	 * @param server the server, in operation
	 * @return the simulation
	 */
	protected abstract S start(PostgresServer server);

	@SuppressWarnings("unchecked")
	private B self() {
		return (B) this;
	}

}
