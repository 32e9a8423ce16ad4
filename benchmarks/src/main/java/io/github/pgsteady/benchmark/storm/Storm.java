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

package io.github.pgsteady.benchmark.storm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pgsteady.simulator.error.PgBouncerError;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.Link;
import io.github.pgsteady.simulator.server.StopMode;

/**
 * What can happen to a database, or on the way to it.
 */
enum Storm {

	/**
	 * The server ends a session every 25 ms.
	 */
	KILL("kill") {

		@Override
		long rage(Stage stage) throws InterruptedException {
			stage.every(PACE, stage.times().storm(), () -> {
				Link link = stage.anyLink((any) -> true);
				if (link != null) {
					stage.terminate(link);
				}
			});
			return System.nanoTime();
		}

	},

	/**
	 * A connection is reset every 25 ms.
	 */
	RESET("reset") {

		@Override
		long rage(Stage stage) throws InterruptedException {
			stage.every(PACE, stage.times().storm(), () -> {
				Link link = stage.anyLink((any) -> true);
				if (link != null) {
					link.cut(Cut.RST);
				}
			});
			return System.nanoTime();
		}

	},

	/**
	 * One connection after the other goes silent, until all that did are reset.
	 */
	STALL("stall") {

		@Override
		long rage(Stage stage) throws InterruptedException {
			Set<Long> silent = ConcurrentHashMap.newKeySet();
			List<FaultInjection> stalls = new ArrayList<>();
			stage.every(stage.times().quarter().dividedBy(2), stage.times().stall(), () -> {
				Link link = stage.anyLink((any) -> !silent.contains(any.getId()));
				if (link != null) {
					silent.add(link.getId());
					Fault stall = stage.anyOf(Fault.stall(), Fault.stall(Direction.TO_CLIENT),
							Fault.stall(Direction.TO_SERVER));
					stalls.add(stage.proxy().inject(stall.on((any) -> any.getId() == link.getId())));
				}
			});
			stage.proxy().getLinks().where((link) -> silent.contains(link.getId())).cut(Cut.RST);
			stalls.forEach(FaultInjection::close);
			return System.nanoTime();
		}

	},

	/**
	 * The server is restarted, and ends all sessions.
	 */
	RESTART_FAST("restart, fast") {

		@Override
		long rage(Stage stage) throws InterruptedException {
			stage.pause(stage.times().quarter());
			stage.simulation().getServer().restart(StopMode.FAST);
			return System.nanoTime();
		}

	},

	/**
	 * The server is restarted as after a crash.
	 */
	RESTART_IMMEDIATE("restart, immediate") {

		@Override
		long rage(Stage stage) throws InterruptedException {
			stage.pause(stage.times().quarter());
			stage.simulation().getServer().restart(StopMode.IMMEDIATE);
			return System.nanoTime();
		}

	},

	/**
	 * All connections are reset, and no new ones are taken for a while.
	 */
	OUTAGE("outage") {

		@Override
		long rage(Stage stage) throws InterruptedException {
			stage.pause(stage.times().quarter());
			FaultInjection outage = stage.proxy().inject(Fault.refuse());
			stage.proxy().getLinks().cut(Cut.RST);
			stage.pause(stage.times().outage());
			long back = System.nanoTime();
			outage.close();
			return back;
		}

	},

	/**
	 * Three instances would like to have 30 connections of 22, and a fourth joins.
	 */
	FULL("full, a fourth joins") {

		@Override
		Place getPlace() {
			return Place.SMALL;
		}

		@Override
		int getUsers() {
			return 12;
		}

		// It is connections that are short, not processors: those of all instances are
		// the same
		@Override
		Duration getPause() {
			return Duration.ofMillis(10);
		}

		@Override
		Map<String, String> properties(Contender contender) {
			return contender.isSteady() ? Map.of("pgsteady.fleet.mode", "enforce", "pgsteady.fleet.interval", "1s")
					: Map.of();
		}

		@Override
		long rage(Stage stage) throws InterruptedException {
			stage.enter(stage.start());
			stage.enter(stage.start());
			stage.awaitPeace();
			return stage.enter(stage.start()).getArrival();
		}

		@Override
		Duration getPatience(StormTimes times) {
			return times.joining();
		}

	},

	/**
	 * The compute falls asleep while nobody is there, and is woken up; then it is
	 * suspended while it works.
	 */
	SLEEP("sleep and wake (Neon)") {

		@Override
		Place getPlace() {
			return Place.NEON;
		}

		@Override
		Map<String, String> properties(Contender contender) {
			return contender.isSteady() ? Map.of("pgsteady.provider", "neon") : Map.of();
		}

		@Override
		long rage(Stage stage) throws InterruptedException {
			Neon neon = (Neon) stage.simulation();
			stage.getLastUsers().whileAway(() -> {
				// Longer than HikariCP trusts a connection that was in use
				neon.setQuietTime(Duration.ofMillis(600));
				neon.awaitAsleep();
				neon.setQuietTime(Duration.ofMinutes(5));
			});
			stage.pause(stage.times().storm().dividedBy(2));
			neon.suspend();
			return System.nanoTime();
		}

	},

	/**
	 * A pooler has lost the server, or takes nobody, every 25 ms.
	 */
	POOLER("pooler errors") {

		@Override
		long rage(Stage stage) throws InterruptedException {
			Deque<FaultInjection> faults = new ArrayDeque<>();
			stage.every(PACE, stage.times().storm(), () -> {
				// One at a time: whoever cannot log in sends no statements
				if (faults.isEmpty() || faults.getLast().getFired() > 0) {
					faults.add(stage.proxy().inject(fault(stage, faults.size())));
				}
			});
			stage.proxy().heal();
			return System.nanoTime();
		}

		private Fault fault(Stage stage, int number) {
			Fault.Ending failure = Fault.fail(stage.anyOf(SupavisorError.DB_HANDLER_EXITED,
					SupavisorError.DATABASE_CONNECTION_CLOSED, PgBouncerError.SERVER_CRASHED));
			return switch (number % 9) {
				case 0, 4 -> failure.beforeCommit();
				case 1, 5 -> failure.afterCommit();
				case 2, 6 -> failure.beforeStatement(INSERT);
				case 3, 7 -> failure.afterStatement(INSERT);
				default -> Fault.reject(SupavisorError.MAX_CLIENTS_IN_SESSION_MODE);
			};
		}

	};

	private static final Duration PACE = Duration.ofMillis(25);

	private static final String INSERT = "insert into ledger";

	private final String description;

	Storm(String description) {
		this.description = description;
	}

	String getDescription() {
		return this.description;
	}

	/**
	 * Return what the storm is called in charts.
	 * @return short lines
	 */
	String getLabel() {
		return this.description.replace(", ", ",\n").replace(" (", "\n(");
	}

	/**
	 * Return whether it says something how soon a call succeeds afterwards.
	 * @return whether there was none to be had for a while
	 */
	boolean isRecoveryShown() {
		return this == OUTAGE || this == FULL || this == SLEEP;
	}

	Place getPlace() {
		return Place.POSTGRES;
	}

	/**
	 * Return how many users each instance has.
	 * @return the number
	 */
	int getUsers() {
		return 16;
	}

	/**
	 * Return how long each user thinks between two calls.
	 * @return the time
	 */
	Duration getPause() {
		return Duration.ZERO;
	}

	/**
	 * Return what an application is told of the place.
	 * @param contender what is picked
	 * @return the properties
	 */
	Map<String, String> properties(Contender contender) {
		return Map.of();
	}

	/**
	 * Do what this does.
	 * @param stage where users are at work
	 * @return when it was over, by {@link System#nanoTime()}
	 * @throws InterruptedException if the thread is interrupted
	 */
	abstract long rage(Stage stage) throws InterruptedException;

	/**
	 * Return how long one waits for a call that succeeds afterwards.
	 * @param times how long storms last
	 * @return the time
	 */
	Duration getPatience(StormTimes times) {
		return Duration.ofSeconds(20);
	}

}
