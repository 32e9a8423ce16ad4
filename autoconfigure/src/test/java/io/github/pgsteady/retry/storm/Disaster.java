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

package io.github.pgsteady.retry.storm;

import java.time.Duration;
import java.util.List;

import io.github.pgsteady.simulator.error.PgBouncerError;
import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.Link;
import io.github.pgsteady.simulator.server.StopMode;

/**
 * What happens in a storm, over and over.
 */
enum Disaster {

	/**
	 * The server ends a session: {@code 57P01}.
	 */
	KILL(25, 20) {

		@Override
		void strike(Battlefield field) {
			Link link = field.anyLink();
			if (link != null && field.terminate(link.getBackendPid())) {
				field.struck();
			}
		}

	},

	/**
	 * A connection is reset.
	 */
	RESET(25, 20) {

		@Override
		void strike(Battlefield field) {
			Link link = field.anyLink();
			if (link != null && field.cut(link, field.anyOf(Cut.RST, Cut.FIN))) {
				field.struck();
			}
		}

	},

	/**
	 * Nothing passes on a connection, for longer than anybody waits.
	 */
	STALL(200, 20) {

		@Override
		void strike(Battlefield field) {
			Link link = field.anyLink();
			if (link != null) {
				Fault stall = switch (field.number() % 3) {
					case 0 -> Fault.stall();
					case 1 -> Fault.stall(Direction.TO_CLIENT);
					default -> Fault.stall(Direction.TO_SERVER);
				};
				field.lift(field.inject(stall.on((other) -> other.getId() == link.getId())), Duration.ofSeconds(4));
				field.struck();
			}
		}

	},

	/**
	 * The server is restarted, and ends all sessions.
	 */
	RESTART_FAST(1000, 400) {

		@Override
		void strike(Battlefield field) {
			field.postgres().getServer().restart(StopMode.FAST);
			field.struck();
		}

	},

	/**
	 * The server is restarted as after a crash.
	 */
	RESTART_IMMEDIATE(1000, 400) {

		@Override
		void strike(Battlefield field) {
			field.postgres().getServer().restart(StopMode.IMMEDIATE);
			field.struck();
		}

	},

	/**
	 * A {@code COMMIT} does not reach the server.
	 */
	COMMIT_CUT_BEFORE(25, 20) {

		@Override
		void strike(Battlefield field) {
			field.injectOnce(Fault.cut(field.anyOf(Cut.RST, Cut.FIN)).beforeCommit());
		}

	},

	/**
	 * A {@code COMMIT} is executed, and its answer lost.
	 */
	COMMIT_CUT_AFTER(25, 20) {

		@Override
		void strike(Battlefield field) {
			field.injectOnce(Fault.cut(field.anyOf(Cut.RST, Cut.FIN)).afterCommit());
		}

	},

	/**
	 * An insertion does not reach the server, or its answer is lost.
	 */
	STATEMENT_CUT(25, 20) {

		@Override
		void strike(Battlefield field) {
			Fault.Ending cut = Fault.cut(field.anyOf(Cut.RST, Cut.FIN));
			field.injectOnce((field.number() % 2 == 0) ? cut.beforeStatement(INSERT) : cut.afterStatement(INSERT));
		}

	},

	/**
	 * A pooler has lost the server, or takes nobody.
	 */
	POOLER_ERROR(25, 20) {

		@Override
		void strike(Battlefield field) {
			Fault.Ending failure = Fault.fail(POOLER_ERRORS.get(field.number() % POOLER_ERRORS.size()));
			// Log-ins are rarer than statements: where each is turned away, nobody can be
			// asked for an outcome
			Fault fault = switch (field.number() % 9) {
				case 0, 4 -> failure.beforeCommit();
				case 1, 5 -> failure.afterCommit();
				case 2, 6 -> failure.beforeStatement(INSERT);
				case 3, 7 -> failure.afterStatement(INSERT);
				default -> Fault.reject(SupavisorError.MAX_CLIENTS_IN_SESSION_MODE);
			};
			field.injectOnce(fault);
		}

	},

	/**
	 * All connections go, and the role gets only a few new ones at first.
	 */
	ROLE_LIMIT(700, 400) {

		@Override
		void strike(Battlefield field) {
			field.limitConnections(4);
			field.postgres().getProxy().getLinks().cut(Cut.RST);
			field.later(() -> field.limitConnections(-1), Duration.ofMillis(400));
			field.struck();
		}

	};

	private static final String INSERT = "insert into ledger";

	private static final List<ServerError> POOLER_ERRORS = List.of(SupavisorError.DB_HANDLER_EXITED,
			PgBouncerError.SERVER_CRASHED, SupavisorError.DATABASE_CONNECTION_CLOSED);

	private final Duration pace;

	private final int callsBetween;

	Disaster(long pace, int callsBetween) {
		this.pace = Duration.ofMillis(pace);
		this.callsBetween = callsBetween;
	}

	/**
	 * Return how long after a strike the next one follows.
	 * @return the time
	 */
	Duration getPace() {
		return this.pace;
	}

	/**
	 * Return how many calls there are between two strikes at least, so that about one in
	 * twenty is hit.
	 * @return the number
	 */
	int getCallsBetween() {
		return this.callsBetween;
	}

	/**
	 * Return whether the server itself goes, and with it the knowledge of what it has
	 * committed.
	 * @return whether it does
	 */
	boolean isRestart() {
		return this == RESTART_FAST || this == RESTART_IMMEDIATE;
	}

	abstract void strike(Battlefield field);

}
