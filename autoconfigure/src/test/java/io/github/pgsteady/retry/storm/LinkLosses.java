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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import io.github.pgsteady.simulator.proxy.InFlight.Progress;
import io.github.pgsteady.simulator.proxy.LinkEnd;
import io.github.pgsteady.simulator.proxy.StatementKind;
import io.github.pgsteady.simulator.proxy.TransactionStatus;

/**
 * The links that went while something was being committed on them, as the proxy has seen
 * it: each of them excuses one call.
 */
final class LinkLosses {

	// The proxy may notice a stalled link only when it is lifted
	private static final Duration TOLERANCE = Duration.ofSeconds(5);

	private final List<LinkEnd> ends;

	LinkLosses(List<LinkEnd> ends) {
		this.ends = ends.stream().sorted(Comparator.comparing(LinkEnd::at)).toList();
	}

	/**
	 * Return how many went with a {@code COMMIT}, or a write in auto-commit mode, that
	 * the proxy had seen.
	 * @return the number
	 */
	int count() {
		return (int) this.ends.stream().filter(LinkLosses::isCommitting).count();
	}

	/**
	 * Find a loss for each call, one that happened during the call. What the client has
	 * sent and the proxy never saw, since the link went before, was in flight as well:
	 * the link went between two statements then, or with an answer on its way.
	 * @param calls calls that failed
	 * @return those for which there is none
	 */
	List<Call> withoutLoss(List<Call> calls) {
		List<Call> left = new ArrayList<>(calls);
		match(left, LinkLosses::mayCommitTransaction, (call) -> !call.access().isAutoCommit());
		match(left, LinkLosses::mayCommitStatement, (call) -> call.access().isAutoCommit());
		return left;
	}

	private void match(List<Call> left, Predicate<LinkEnd> ends, Predicate<Call> calls) {
		for (LinkEnd end : this.ends) {
			if (ends.test(end)) {
				// The one that ended first has the fewest left to choose from
				left.stream()
					.filter(calls)
					.filter((call) -> isDuring(call, end.at()))
					.min(Comparator.comparing(Call::ended))
					.ifPresent(left::remove);
			}
		}
	}

	private static boolean isCommitting(LinkEnd end) {
		return has(end, StatementKind.COMMIT) || isWritingAlone(end);
	}

	private static boolean isWritingAlone(LinkEnd end) {
		return !isWithinTransaction(end) && has(end, StatementKind.WRITE);
	}

	private static boolean mayCommitTransaction(LinkEnd end) {
		return has(end, StatementKind.COMMIT) || (isWithinTransaction(end) && isAnswered(end));
	}

	private static boolean mayCommitStatement(LinkEnd end) {
		return isWritingAlone(end) || (!isWithinTransaction(end) && isAnswered(end));
	}

	private static boolean isWithinTransaction(LinkEnd end) {
		return end.status() != TransactionStatus.IDLE
				|| end.inFlight().stream().anyMatch((statement) -> statement.sql().equalsIgnoreCase("begin"));
	}

	private static boolean isAnswered(LinkEnd end) {
		return end.inFlight().stream().allMatch((statement) -> statement.progress() == Progress.EXECUTED);
	}

	private static boolean has(LinkEnd end, StatementKind kind) {
		return end.inFlight().stream().anyMatch((statement) -> statement.kind() == kind);
	}

	private static boolean isDuring(Call call, Instant loss) {
		return !loss.isBefore(call.begun().minus(TOLERANCE)) && !loss.isAfter(call.ended().plus(TOLERANCE));
	}

}
