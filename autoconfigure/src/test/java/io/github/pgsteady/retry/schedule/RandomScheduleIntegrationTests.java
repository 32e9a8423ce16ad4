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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.pgsteady.retry.Integrity;
import io.github.pgsteady.retry.RetryMode;
import io.github.pgsteady.retry.SilentLog;
import io.github.pgsteady.retry.schedule.Lane.Verdict;
import io.github.pgsteady.simulator.server.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls with all kinds of failures in their course, as seeds decide. What the database
 * has decides whether they were told the truth, and not what the decision table says.
 * {@code -Dpgsteady.schedule.seed=…} repeats one of them.
 */
@Timeout(300)
class RandomScheduleIntegrationTests {

	private static final int LANES = 4;

	private static final int SCHEDULES = Integer.getInteger("pgsteady.schedule.count", 300);

	private final AtomicInteger next = new AtomicInteger();

	private final SilentLog silence = new SilentLog();

	@AfterEach
	void endSilence() {
		this.silence.close();
	}

	@Test
	void nothingIsStoredTwiceOrLostOrWronglyDenied() throws Exception {
		Long only = Long.getLong("pgsteady.schedule.seed");
		List<Long> seeds = (only != null) ? List.of(only)
				: IntStream.rangeClosed(1, SCHEDULES).mapToObj(Long::valueOf).toList();
		List<Verdict> verdicts = run(seeds);
		Integrity
			.check(() -> assertThat(verdicts.stream().flatMap((verdict) -> violations(verdict).stream())).isEmpty());
		if (only == null) {
			assertThat(verdicts).as("some calls succeed with a retry").anyMatch(Verdict::isRecovered);
			assertThat(verdicts).as("some cannot know").anyMatch(Verdict::isUnknown);
			assertThat(verdicts).as("some fail").anyMatch((verdict) -> verdict.failure() != null);
		}
	}

	private List<Verdict> run(List<Long> seeds) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(LANES);
		try (PostgresServer server = PostgresServer.start()) {
			Callable<List<Verdict>> lane = () -> runSome(server, seeds);
			List<Verdict> verdicts = new ArrayList<>();
			for (Future<List<Verdict>> some : threads.invokeAll(Collections.nCopies(LANES, lane))) {
				verdicts.addAll(some.get());
			}
			return verdicts;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private List<Verdict> runSome(PostgresServer server, List<Long> seeds) throws Exception {
		List<Verdict> verdicts = new ArrayList<>();
		try (Lane lane = new Lane(server)) {
			for (int i = this.next.getAndIncrement(); i < seeds.size(); i = this.next.getAndIncrement()) {
				verdicts.add(lane.run(Schedule.of(seeds.get(i))));
			}
		}
		return verdicts;
	}

	private static List<String> violations(Verdict verdict) {
		List<String> violations = new ArrayList<>();
		boolean transactional = verdict.schedule().outer() == Outer.TRANSACTIONAL_BEAN;
		verdict.schedule().steps().forEach((step) -> judge(verdict, step, transactional, violations));
		return violations;
	}

	private static void judge(Verdict verdict, Step step, boolean within, List<String> violations) {
		Ledger ledger = verdict.ledger();
		List<Integer> counts = step.keys().stream().map(ledger::count).toList();
		boolean idempotent = verdict.schedule().mode() == RetryMode.IDEMPOTENT;
		if (!idempotent && counts.stream().anyMatch((count) -> count > 1)) {
			violations.add("stored twice: " + describe(verdict, step, counts));
		}
		if (!idempotent && counts.stream().distinct().count() > 1) {
			violations.add("stored in part: " + describe(verdict, step, counts));
		}
		boolean acknowledged = ledger.isAcknowledged(step) || (verdict.failure() == null && ledger.isDone(step));
		if (acknowledged && counts.contains(0) && !isWithinCaught(ledger, step, within)) {
			violations.add("acknowledged and missing: " + describe(verdict, step, counts));
		}
		if (!idempotent && !isLeftAlone(verdict.schedule()) && verdict.failure() != null && !verdict.isUnknown()
				&& !ledger.isAcknowledged(step) && !ledger.isCaught(step)
				&& counts.stream().anyMatch((count) -> count > 0)) {
			violations.add("denied and stored: " + describe(verdict, step, counts));
		}
		boolean transaction = within || step.kind() == Step.Kind.TRANSACTION
				|| step.kind() == Step.Kind.NEW_TRANSACTION;
		step.inner().forEach((inner) -> judge(verdict, inner, transaction, violations));
	}

	// Nothing of it could be repeated before the body, so that what it calls is outermost
	private static boolean isLeftAlone(Schedule schedule) {
		return schedule.outer() == Outer.BEAN && schedule.mode() == RetryMode.CONNECT_ONLY;
	}

	// What was done in a transaction that failed, and whose failure was caught, is
	// nobody's
	private static boolean isWithinCaught(Ledger ledger, Step step, boolean within) {
		return within && ledger.isCaught(step) && !ledger.isAcknowledged(step);
	}

	private static String describe(Verdict verdict, Step step, List<Integer> counts) {
		return "%s is there %s times; %s attempts, then %s; of %s".formatted(step, counts,
				verdict.ledger().getAttempts(), verdict.failure(), verdict.schedule());
	}

}
