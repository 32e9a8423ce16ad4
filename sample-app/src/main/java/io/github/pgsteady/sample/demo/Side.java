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
import java.util.UUID;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * One of the two that are compared: users, and what they were told. It can be switched on
 * and off.
 */
class Side implements AutoCloseable {

	private final SideName name;

	private final Supplier<OrderDesk> desks;

	private final Duration patience;

	private final MeterRegistry meters;

	private final OrderBook book = new OrderBook();

	private final Auditor auditor;

	private @Nullable OrderDesk desk;

	private volatile @Nullable Load load;

	Side(SideName name, Supplier<OrderDesk> desks, Duration patience, UUID run, MeterRegistry meters) {
		this.name = name;
		this.desks = desks;
		this.patience = patience;
		this.meters = meters;
		this.auditor = new Auditor(run, name, this.book);
	}

	SideName name() {
		return this.name;
	}

	synchronized void switchOn(int rate) {
		if (this.load == null) {
			this.desk = this.desks.get();
			Load load = new Load(this.name, this.desk, this.book, this.patience, this.meters);
			load.setRate(rate);
			load.start();
			this.load = load;
		}
	}

	synchronized void switchOff() {
		Load load = this.load;
		this.load = null;
		if (load != null) {
			load.close();
		}
		// Closing a pool whose connections hang takes a while
		if (this.desk instanceof PlainDesk plain) {
			Thread thread = new Thread(plain::close, "close-" + plain.poolName());
			thread.setDaemon(true);
			thread.start();
		}
		this.desk = null;
	}

	void setRate(int rate) {
		Load load = this.load;
		if (load != null) {
			load.setRate(rate);
		}
	}

	/**
	 * Return the name of the pool without pgsteady.
	 * @return the name, or {@code null} if there is none
	 */
	synchronized @Nullable String plainPool() {
		return (this.desk instanceof PlainDesk plain) ? plain.poolName() : null;
	}

	@Nullable Load load() {
		return this.load;
	}

	Auditor auditor() {
		return this.auditor;
	}

	@Override
	public void close() {
		switchOff();
	}

}
