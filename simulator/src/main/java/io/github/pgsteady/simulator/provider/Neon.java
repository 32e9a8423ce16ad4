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

import java.time.Duration;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.SimulationBuilder;
import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PostgresServer;
import io.github.pgsteady.simulator.tls.SelfSignedCertificate;

/**
 * A Neon compute, a hundred times faster: it is suspended when it has been quiet for 3 s
 * (5 minutes at Neon), which ends its sessions with {@code 57P01}, and wakes up when a
 * client connects, which takes 300 ms. The client waits meanwhile, after TLS and before
 * the login. What counts as activity is what Neon counts: statements, open transactions,
 * and a new connection; an open connection without statements does not, nor does TCP
 * keep-alive. Clients without TLS are turned away. Seven connections are reserved.
 * <p>
 * Differences: there is no {@code -pooler} endpoint, no channel binding
 * ({@code channelBinding=require} fails), and the server is not stopped while it sleeps,
 * so that a test can look into the database without waking it.
 *
 * @since 0.1.0
 */
public final class Neon extends PostgresSimulation {

	private final NeonCompute compute;

	private Neon(PostgresServer server, FaultProxy proxy, NeonCompute compute) {
		super(server, proxy);
		this.compute = compute;
		compute.start();
	}

	/**
	 * Start a compute that is awake.
	 * @return the simulation, in operation
	 */
	public static Neon start() {
		return builder().start();
	}

	/**
	 * Prepare a compute.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Set after which time without activity the compute is suspended.
	 * @param time the time; 3 s by default
	 * @throws IllegalArgumentException if it is not positive
	 */
	public void setQuietTime(Duration time) {
		this.compute.setQuietTime(time);
	}

	/**
	 * Set how long waking up takes.
	 * @param delay the time; 300 ms by default
	 * @throws IllegalArgumentException if it is negative
	 */
	public void setWakeDelay(Duration delay) {
		this.compute.setWakeDelay(delay);
	}

	/**
	 * Set how many connections are refused after each suspension, with
	 * {@link NeonError#COULD_NOT_CONNECT_TO_COMPUTE}, before one wakes the compute up.
	 * @param count the number; 0 by default
	 * @throws IllegalArgumentException if it is negative
	 */
	public void setRefusalsBeforeWake(int count) {
		this.compute.setRefusalsBeforeWake(count);
	}

	/**
	 * Suspend the compute now, whatever it does; only waking up is waited for. All
	 * sessions get {@code 57P01}.
	 */
	public void suspend() {
		try {
			this.compute.suspend();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the compute was waking up", ex);
		}
	}

	/**
	 * Return whether the compute sleeps.
	 * @return whether it does; not while it wakes up
	 */
	public boolean isAsleep() {
		return this.compute.isAsleep();
	}

	/**
	 * Wait until the compute sleeps.
	 * @throws IllegalStateException if it does not within 30 s
	 */
	public void awaitAsleep() {
		this.compute.awaitAsleep();
	}

	/**
	 * Return how often the compute was woken up. That it is awake at first does not
	 * count.
	 * @return the number
	 */
	public int getWakes() {
		return this.compute.getWakes();
	}

	/**
	 * Return how long the compute has been awake in all, which is what Neon charges for.
	 * Waking up counts.
	 * @return the time
	 */
	public Duration getAwakeTime() {
		return this.compute.getAwakeTime();
	}

	/**
	 * Also set the times to their defaults.
	 */
	@Override
	public void heal() {
		super.heal();
		this.compute.setDefaults();
	}

	@Override
	public void close() {
		this.compute.close();
		super.close();
	}

	/**
	 * Prepares a compute.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder extends SimulationBuilder<Builder, Neon> {

		// One of the seven at Neon is what watches the compute from within, as here
		private static final int RESERVED = 6;

		private Builder() {
			reservedConnections(RESERVED);
		}

		@Override
		protected Neon start(PostgresServer server) {
			NeonCompute compute = new NeonCompute(server);
			FaultProxy proxy = proxy(server::getAddress)
				.requireTls(SelfSignedCertificate.get().serverContext(), NeonError.CONNECTION_IS_INSECURE)
				.admission(compute)
				.start();
			return new Neon(server, proxy, compute);
		}

	}

}
