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

package io.github.pgsteady.retry.schedule;

import java.util.List;
import java.util.Random;

import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.error.PgBouncerError;
import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;

/**
 * Something that goes wrong in the course of a call.
 *
 * @param description what it is
 * @param arrange lets it happen
 */
record Trouble(String description, Arrangement arrange) {

	// In the middle of a session, whoever says it
	private static final List<ServerError> ENDS = List.of(SupavisorError.DB_HANDLER_EXITED,
			SupavisorError.DATABASE_CONNECTION_CLOSED, SupavisorError.WORKER_NOT_FOUND, PgBouncerError.SERVER_CRASHED,
			PgBouncerError.QUERY_TIMEOUT, PgBouncerError.QUERY_WAIT_TIMEOUT, PgBouncerError.IDLE_TRANSACTION_TIMEOUT,
			PgBouncerError.ADMIN_FORCED_DISCONNECT, PgBouncerError.PREPARED_STATEMENT_MISSING,
			NeonError.COULD_NOT_CONNECT_TO_COMPUTE, fatal("57P01"), fatal("57P02"), fatal("57P05"), fatal("25P03"),
			fatal("25P04"), fatal("26000"), fatal("40001"), fatal("53300"), fatal("08006"), fatal("08003"),
			fatal("58000"), fatal("25006"), fatal("28P01"), fatal("42501"),
			ServerError.of("FATAL", "XX000", "something that nobody has heard of"));

	private static final List<ServerError> REJECTIONS = List.of(NeonError.COULD_NOT_CONNECT_TO_COMPUTE, fatal("57P03"),
			fatal("57P01"));

	// Of a statement, or of COMMIT: the session goes on
	private static final List<String> ERRORS = List.of("40001", "40P01", "55P03", "57014", "53200", "53100", "23505",
			"25006", "22012", "P0001", "08006", "57P01", "XX000", "25P02", "26000");

	private static final List<String> STATEMENTS = List.of("insert into ledger", "from ledger");

	static Trouble random(Random random) {
		Cut cut = random.nextBoolean() ? Cut.RST : Cut.FIN;
		ServerError end = any(ENDS, random);
		return switch (random.nextInt(9)) {
			case 0, 1 -> ending("cut " + cut, Fault.cut(cut), random);
			case 2, 3 -> ending("FATAL " + end.sqlState() + " " + end.message(), Fault.fail(end), random);
			case 4 -> rejection(any(REJECTIONS, random), 1 + random.nextInt(2));
			case 5 -> error(any(ERRORS, random), random.nextBoolean(), 1 + random.nextInt(3));
			case 6 -> new Trouble("all sessions terminated before the call", Lane::terminate);
			case 7 -> strike(random.nextBoolean(), random.nextInt(4));
			default -> (random.nextInt(3) == 0) ? stall(random) : ending("cut " + cut, Fault.cut(cut), random);
		};
	}

	private static Trouble ending(String what, Fault.Ending ending, Random random) {
		String statement = any(STATEMENTS, random);
		int times = 1 + random.nextInt(2);
		return switch (random.nextInt(5)) {
			case 0 -> fault(what + " before COMMIT", ending.beforeCommit(), times);
			case 1, 2 -> fault(what + " after COMMIT", ending.afterCommit(), times);
			case 3 -> fault(what + " before '" + statement + "'", ending.beforeStatement(statement), times);
			default -> fault(what + " after '" + statement + "'", ending.afterStatement(statement), times);
		};
	}

	private static Trouble fault(String what, Fault fault, int times) {
		return new Trouble(what + " x" + times, (lane) -> lane.inject(fault.times(times)));
	}

	private static Trouble rejection(ServerError error, int times) {
		return new Trouble("no session, and log-in rejected with " + error.sqlState() + " x" + times, (lane) -> {
			lane.inject(Fault.reject(error).times(times));
			lane.cutAll();
		});
	}

	private static Trouble error(String sqlState, boolean atCommit, int times) {
		return new Trouble("ERROR %s %s x%s".formatted(sqlState, atCommit ? "at COMMIT" : "of the insertion", times),
				(lane) -> lane.provoke(sqlState, atCommit, times));
	}

	private static Trouble strike(boolean byServer, int step) {
		return new Trouble("sessions %s before step %s".formatted(byServer ? "terminated" : "cut", step),
				(lane) -> lane.beforeStep(step, byServer ? Lane::terminate : Lane::cutAll));
	}

	private static Trouble stall(Random random) {
		Direction direction = random.nextBoolean() ? Direction.TO_CLIENT : Direction.TO_SERVER;
		int step = random.nextInt(3);
		return new Trouble("links stalled %s before step %s".formatted(direction, step),
				(lane) -> lane.beforeStep(step, (there) -> there.stallAll(direction)));
	}

	private static ServerError fatal(String sqlState) {
		return ServerError.of("FATAL", sqlState, "as provoked");
	}

	private static <T> T any(List<T> values, Random random) {
		return values.get(random.nextInt(values.size()));
	}

	@Override
	public String toString() {
		return this.description;
	}

	/**
	 * Lets it happen.
	 */
	interface Arrangement {

		void in(Lane lane);

	}

}
