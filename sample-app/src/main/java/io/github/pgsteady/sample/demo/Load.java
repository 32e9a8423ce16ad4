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

package io.github.pgsteady.sample.demo;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.pgsteady.retry.OutcomeUnknownException;

/**
 * Users who place orders: some at the same time, each waiting for the answer before
 * placing the next, as the threads of a web server do.
 */
class Load implements AutoCloseable {

	static final String METER = "demo.calls";

	// As many as any pool lets wait for a database that is away
	static final int USERS = 8;

	private static final Log logger = LogFactory.getLog(Load.class);

	private final SideName side;

	private final OrderDesk desk;

	private final OrderBook book;

	private final Duration patience;

	private final Map<CallOutcome, Timer> timers = new EnumMap<>(CallOutcome.class);

	private final Set<Call> underWay = ConcurrentHashMap.newKeySet();

	private final Pace pace = new Pace();

	private volatile boolean closed;

	Load(SideName side, OrderDesk desk, OrderBook book, Duration patience, MeterRegistry meters) {
		this.side = side;
		this.desk = desk;
		this.book = book;
		this.patience = patience;
		for (CallOutcome outcome : CallOutcome.values()) {
			this.timers.put(outcome,
					Timer.builder(METER)
						.description("Calls of the demonstration's users")
						.tag("side", side.id())
						.tag("outcome", outcome.id())
						// The slowest of the last one to two seconds
						.distributionStatisticExpiry(Duration.ofSeconds(2))
						.distributionStatisticBufferLength(2)
						.register(meters));
		}
	}

	void start() {
		for (int i = 1; i <= USERS; i++) {
			Thread thread = new Thread(this::placeOrders, "user-%s-%s".formatted(this.side.id(), i));
			thread.setDaemon(true);
			thread.start();
		}
	}

	void setRate(int rate) {
		this.pace.setRate(rate);
	}

	private void placeOrders() {
		try {
			while (this.pace.await()) {
				placeOrder();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void placeOrder() {
		Call call = new Call(this.book.nextNumber());
		this.underWay.add(call);
		CallOutcome outcome = CallOutcome.FAILED;
		try {
			this.desk.place(call.number());
			outcome = CallOutcome.SUCCEEDED;
		}
		catch (OutcomeUnknownException ex) {
			outcome = CallOutcome.UNKNOWN;
			logger.debug(ex);
		}
		catch (RuntimeException ex) {
			logger.debug("Order %s of side '%s' failed".formatted(call.number(), this.side.id()), ex);
		}
		finally {
			end(call, outcome);
			this.underWay.remove(call);
		}
	}

	private void end(Call call, CallOutcome outcome) {
		if (!this.closed && call.end()) {
			Objects.requireNonNull(this.timers.get(outcome)).record(call.age());
			this.book.record(call.number(), outcome);
		}
	}

	/**
	 * Let those go that have waited for too long. The call may hang on.
	 */
	void losePatience() {
		this.underWay.stream()
			.filter((call) -> call.age().compareTo(this.patience) > 0)
			.forEach((call) -> end(call, CallOutcome.FAILED));
	}

	/**
	 * Return how many calls hang on although nobody waits for them any more.
	 * @return the number of calls
	 */
	int hanging() {
		return (int) this.underWay.stream().filter(Call::hasEnded).count();
	}

	/**
	 * Return for how long somebody waits.
	 * @return the longest time
	 */
	Duration longestWait() {
		return this.underWay.stream()
			.filter((call) -> !call.hasEnded())
			.map(Call::age)
			.max(Comparator.naturalOrder())
			.orElse(Duration.ZERO);
	}

	@Override
	public void close() {
		this.closed = true;
		this.pace.close();
	}

}
