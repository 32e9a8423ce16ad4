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
import java.util.List;

import org.springframework.util.Assert;

import io.github.pgsteady.benchmark.storm.Ledger.Audit;

/**
 * One storm on one contender.
 */
final class StormRun {

	private static final int WARM_UP = 300;

	private static final Duration AFTERMATH = Duration.ofMillis(300);

	private final Storm storm;

	private final Contender contender;

	private final Ledger ledger;

	private final StormTimes times;

	StormRun(Storm storm, Contender contender, Places places, StormTimes times) {
		this.storm = storm;
		this.contender = contender;
		this.ledger = places.getLedger(storm.getPlace());
		this.times = times;
	}

	/**
	 * Let it happen.
	 * @param run which time it is
	 * @return what was seen
	 * @throws InterruptedException if the thread is interrupted
	 */
	Observation observe(int run) throws InterruptedException {
		this.ledger.clear();
		Stage stage = new Stage(this.storm, this.contender, this.ledger, this.times, run);
		try (Watch watch = new Watch(stage.proxy())) {
			long begun;
			long over;
			long seen;
			try (stage) {
				begin(stage);
				watch.countQueries();
				begun = System.nanoTime();
				over = this.storm.rage(stage);
				if (stage.getLastUsers().awaitSuccesses(1, this.storm.getPatience(this.times).toNanos())) {
					stage.pause(AFTERMATH);
				}
				seen = System.nanoTime();
			}
			this.ledger.calm();
			return observation(stage, watch, run, new Times(begun, over, seen));
		}
	}

	private void begin(Stage stage) throws InterruptedException {
		LedgerApplication application = stage.start();
		this.contender.verify(application.getPool());
		Assert.state(stage.enter(application).awaitSuccesses(WARM_UP, Duration.ofSeconds(60).toNanos()),
				() -> this.contender + " does not work");
	}

	private Observation observation(Stage stage, Watch watch, int run, Times times) {
		List<Call> all = stage.getCalls();
		Audit audit = this.ledger.audit(all);
		List<Call> calls = all.stream().filter((call) -> call.ended() >= times.begun()).toList();
		double[] durations = calls.stream()
			.mapToDouble((call) -> (call.ended() - call.begun()) / 1e6)
			.sorted()
			.toArray();
		Users users = stage.getLastUsers();
		double silence = users.longestSilence(Math.max(times.begun(), users.getArrival()), times.seen()) / 1e6;
		return new Observation(this.storm, this.contender, run, calls.size(),
				calls.stream().filter((call) -> !call.isAcknowledged()).count(),
				calls.stream().filter(Call::isUnknown).count(), audit.lost(), audit.doubled(), audit.half(),
				audit.denied(), durations[durations.length / 2], durations[durations.length * 99 / 100], silence,
				recovery(users, times), watch.getPeak(), watch.getOpened(), watch.getQueries());
	}

	private double recovery(Users users, Times times) {
		return users.getCalls()
			.stream()
			.filter(Call::isAcknowledged)
			.mapToLong(Call::ended)
			.filter((end) -> end > times.over() && end <= times.seen())
			.mapToDouble((end) -> (end - times.over()) / 1e6)
			.min()
			.orElse(Double.NaN);
	}

	/**
	 * When it began, when it was over, and until when was looked.
	 */
	private record Times(long begun, long over, long seen) {

	}

}
