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
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PostgresServer;
import io.github.pgsteady.simulator.server.StopMode;

/**
 * A Postgres service on Railway, through the public TCP proxy, a hundred times faster:
 * idle connections are cut after 2.4 s (Railway does not document its time; users report
 * 4 minutes), and {@link #restart()} is what a redeployment does. The proxy is there
 * while the database is not: then a login ends without an answer. TLS is offered, with a
 * self-signed certificate as there. The server takes 100 connections.
 * <p>
 * Differences: the user is not a superuser, as Railway's {@code postgres} is, so the
 * reserved connections are out of its reach.
 *
 * @since 0.1.0
 */
public final class Railway extends PostgresSimulation {

	private static final Duration IDLE_TIME = Duration.ofMillis(2400);

	private static final Duration RESTART_TIME = Duration.ofMillis(500);

	private FaultInjection idleCut;

	private Duration restartTime = RESTART_TIME;

	private Railway(PostgresServer server, FaultProxy proxy) {
		super(server, proxy);
		this.idleCut = proxy.inject(idleCut(IDLE_TIME, Cut.FIN));
	}

	/**
	 * Start a service.
	 * @return the simulation, in operation
	 */
	public static Railway start() {
		return builder().start();
	}

	/**
	 * Prepare a service.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	private static Fault idleCut(Duration time, Cut cut) {
		return Fault.cut(cut).whenIdle(time);
	}

	/**
	 * Set when and how the TCP proxy cuts idle connections.
	 * @param time after which time; 2.4 s by default
	 * @param cut how; {@link Cut#FIN} by default
	 * @throws IllegalArgumentException if the time is not positive
	 */
	public synchronized void setIdleCut(Duration time, Cut cut) {
		Fault fault = idleCut(time, cut);
		this.idleCut.close();
		this.idleCut = getProxy().inject(fault);
	}

	/**
	 * Set how long the database is away in a restart, beside the time that stopping and
	 * starting takes.
	 * @param time the time; 500 ms by default
	 * @throws IllegalArgumentException if it is negative
	 */
	public synchronized void setRestartTime(Duration time) {
		this.restartTime = Pauses.requireNotNegative(time, "restart time");
	}

	/**
	 * Restart the container, as a redeployment or an update of the image does: sessions
	 * end with {@code 57P01}, and there is no database for a while. It returns when the
	 * database is back.
	 */
	public synchronized void restart() {
		getServer().stop(StopMode.FAST);
		Pauses.pause(this.restartTime);
		getServer().startAgain();
	}

	/**
	 * Also set the times to their defaults.
	 */
	@Override
	public synchronized void heal() {
		super.heal();
		this.restartTime = RESTART_TIME;
		this.idleCut = getProxy().inject(idleCut(IDLE_TIME, Cut.FIN));
	}

	/**
	 * Prepares a service.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder extends SimulationBuilder<Builder, Railway> {

		private Builder() {
			tls();
		}

		@Override
		protected Railway start(PostgresServer server) {
			return new Railway(server, proxy(server::getAddress).start());
		}

	}

}
