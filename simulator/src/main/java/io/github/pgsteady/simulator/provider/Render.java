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
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.SimulationBuilder;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.FaultProxy;
import io.github.pgsteady.simulator.server.PostgresServer;
import io.github.pgsteady.simulator.server.StopMode;

/**
 * A Render database at its internal address, a hundred times faster: {@link #maintain()}
 * restarts it, and with high availability {@link #failOver()} replaces it by its standby
 * after 300 ms (30 s at Render). Connections are refused meanwhile. The server takes 100
 * connections.
 *
 * @since 0.1.0
 */
public final class Render extends PostgresSimulation {

	private static final Duration RESTART_TIME = Duration.ofMillis(500);

	private static final Duration FAIL_OVER_TIME = Duration.ofMillis(300);

	private Duration restartTime = RESTART_TIME;

	private Duration failOverTime = FAIL_OVER_TIME;

	private @Nullable PostgresServer standby;

	private final List<PostgresServer> formerPrimaries = new ArrayList<>();

	private Render(PostgresServer server, FaultProxy proxy) {
		super(server, proxy);
	}

	/**
	 * Start a database.
	 * @return the simulation, in operation
	 */
	public static Render start() {
		return builder().start();
	}

	/**
	 * Prepare a database.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Set how long the database is away for maintenance, beside the time that stopping
	 * and starting takes.
	 * @param time the time; 500 ms by default
	 * @throws IllegalArgumentException if it is negative
	 */
	public synchronized void setRestartTime(Duration time) {
		this.restartTime = Pauses.requireNotNegative(time, "restart time");
	}

	/**
	 * Set how long the database is away before the standby takes over.
	 * @param time the time; 300 ms by default
	 * @throws IllegalArgumentException if it is negative
	 */
	public synchronized void setFailOverTime(Duration time) {
		this.failOverTime = Pauses.requireNotNegative(time, "fail-over time");
	}

	/**
	 * Restart for maintenance: sessions end with {@code 57P01}, and connections are
	 * refused for a while. It returns when the database is back.
	 */
	public synchronized void maintain() {
		whileRefusing(() -> {
			getServer().stop(StopMode.FAST);
			Pauses.pause(this.restartTime);
			getServer().startAgain();
		});
	}

	/**
	 * Start a standby, which follows asynchronously: the high availability of the paid
	 * plans. It takes a few seconds. Nothing happens if there is one.
	 */
	public synchronized void enableHighAvailability() {
		if (this.standby == null) {
			this.standby = getServer().startStandby();
		}
	}

	/**
	 * Let the database break down, and the standby take its place: sessions are reset,
	 * connections are refused for a while, and then they reach the former standby. What
	 * was committed before this call is there; of what is committed while it runs, the
	 * newest may be lost, since the standby follows asynchronously. It returns when the
	 * standby has taken over. There is no standby afterwards.
	 * @throws IllegalStateException without {@link #enableHighAvailability()}
	 */
	public synchronized void failOver() {
		PostgresServer next = this.standby;
		if (next == null) {
			throw new IllegalStateException(
					"There is no standby to fail over to: call enableHighAvailability() before");
		}
		PostgresServer former = getServer();
		former.awaitReplay(next);
		whileRefusing(() -> {
			getProxy().getLinks().cut(Cut.RST);
			former.stop(StopMode.IMMEDIATE);
			Pauses.pause(this.failOverTime);
			next.promote();
			getProxy().switchTo(next::getAddress);
			setServer(next);
		});
		this.standby = null;
		this.formerPrimaries.add(former);
	}

	/**
	 * Also set the times to their defaults.
	 */
	@Override
	public synchronized void heal() {
		super.heal();
		this.restartTime = RESTART_TIME;
		this.failOverTime = FAIL_OVER_TIME;
	}

	private void whileRefusing(Runnable action) {
		FaultInjection refusal = getProxy().inject(Fault.refuse());
		try {
			action.run();
		}
		finally {
			refusal.close();
		}
	}

	@Override
	public void close() {
		super.close();
		this.formerPrimaries.forEach(PostgresServer::close);
	}

	/**
	 * Prepares a database.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder extends SimulationBuilder<Builder, Render> {

		private Builder() {
		}

		@Override
		protected Render start(PostgresServer server) {
			return new Render(server, proxy(server::getAddress).start());
		}

	}

}
