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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Runs the two sides, and looks at them once a second.
 */
class Demonstration implements ApplicationListener<ApplicationReadyEvent>, AutoCloseable {

	static final int REMEMBERED_SECONDS = 120;

	private static final Log logger = LogFactory.getLog(Demonstration.class);

	private final Side with;

	private final Side without;

	private final Observer observerWith;

	private final Observer observerWithout;

	private final Audit audit;

	private final Supplier<DatabaseState> database;

	private final Audience audience;

	private final Deque<Tick> ticks = new ArrayDeque<>();

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(2, (task) -> {
		Thread thread = new Thread(task, "demonstration");
		thread.setDaemon(true);
		return thread;
	});

	private Controls controls;

	// The worst of the second that has not ended yet
	private DatabaseState state = DatabaseState.UNKNOWN;

	Demonstration(Side with, Side without, Audit audit, Supplier<DatabaseState> database, Audience audience,
			MeterRegistry meters, int rate) {
		this.with = with;
		this.without = without;
		this.observerWith = new Observer(with, meters);
		this.observerWithout = new Observer(without, meters);
		this.audit = audit;
		this.database = database;
		this.audience = audience;
		this.controls = new Controls(rate, false);
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.with.switchOn(controls().rate());
		this.executor.scheduleWithFixedDelay(guarded(this::look), 100, 100, TimeUnit.MILLISECONDS);
		this.executor.scheduleAtFixedRate(guarded(this::tick), 1, 1, TimeUnit.SECONDS);
		this.executor.scheduleWithFixedDelay(guarded(this.audit::run), 2, 2, TimeUnit.SECONDS);
	}

	// A task that throws is never run again
	private static Runnable guarded(Runnable task) {
		return () -> {
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				logger.warn("The demonstration stumbled", ex);
			}
		};
	}

	// A short sleep falls between two seconds
	private synchronized void look() {
		this.state = this.state.orWorse(this.database.get());
	}

	private synchronized DatabaseState worstState() {
		DatabaseState worst = this.state.orWorse(this.database.get());
		this.state = DatabaseState.UNKNOWN;
		return worst;
	}

	private void tick() {
		Figures with = this.observerWith.observe();
		if (with == null) {
			return;
		}
		Tick tick = new Tick(System.currentTimeMillis(), worstState(), with, this.observerWithout.observe());
		synchronized (this) {
			this.ticks.addLast(tick);
			if (this.ticks.size() > REMEMBERED_SECONDS) {
				this.ticks.removeFirst();
			}
		}
		this.audience.tell(tick);
	}

	synchronized List<Tick> ticks() {
		return List.copyOf(this.ticks);
	}

	synchronized Controls controls() {
		return this.controls;
	}

	void change(Controls controls) {
		synchronized (this) {
			this.controls = controls;
			this.with.setRate(controls.rate());
			this.without.setRate(controls.rate());
			if (controls.without()) {
				this.without.switchOn(controls.rate());
			}
			else {
				this.without.switchOff();
			}
		}
		this.audience.tell(Objects.requireNonNull(controls));
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		this.with.close();
		this.without.close();
	}

}
