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
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Railway;
import io.github.pgsteady.simulator.provider.Render;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.Link;
import io.github.pgsteady.simulator.server.StopMode;

/**
 * Breaks the database.
 */
class Troubles implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Troubles.class);

	private static final Duration REFUSAL = Duration.ofSeconds(10);

	private static final Duration FULL = Duration.ofSeconds(5);

	private static final Duration NEXT_COMMIT = Duration.ofSeconds(10);

	private static final int REMEMBERED = 30;

	private final PostgresSimulation postgres;

	private final Set<Trouble> underWay = EnumSet.noneOf(Trouble.class);

	private final Deque<Mark> marks = new ConcurrentLinkedDeque<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private long lastMark;

	Troubles(PostgresSimulation postgres) {
		this.postgres = postgres;
	}

	List<Trouble> available() {
		return Arrays.stream(Trouble.values())
			.filter((trouble) -> trouble != Trouble.SLEEP || this.postgres instanceof Neon)
			.toList();
	}

	/**
	 * Return what was done, the latest last.
	 * @return the marks
	 */
	List<Mark> marks() {
		return List.copyOf(this.marks);
	}

	/**
	 * Break the database, on a thread of its own.
	 * @param trouble how
	 * @return whether this was not under way yet
	 */
	synchronized boolean cause(Trouble trouble) {
		if (!this.underWay.add(trouble)) {
			return false;
		}
		Mark mark = new Mark(++this.lastMark, trouble.id(), trouble.label(), System.currentTimeMillis(), null);
		this.marks.addLast(mark);
		if (this.marks.size() > REMEMBERED) {
			this.marks.removeFirst();
		}
		Thread thread = new Thread(() -> carryOut(trouble, mark), "trouble-" + trouble.id());
		thread.setDaemon(true);
		thread.start();
		return true;
	}

	private void carryOut(Trouble trouble, Mark mark) {
		try {
			carryOut(trouble);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.warn("'%s' did not work".formatted(trouble.label()), ex);
		}
		finally {
			end(trouble, mark);
		}
	}

	private synchronized void end(Trouble trouble, Mark mark) {
		this.underWay.remove(trouble);
		if (this.marks.remove(mark)) {
			this.marks.addLast(mark.endedAt(System.currentTimeMillis()));
		}
	}

	private void carryOut(Trouble trouble) throws InterruptedException {
		switch (trouble) {
			case KILL -> this.postgres.getServer().terminateAll();
			case RESTART -> restart();
			case SLEEP -> sleep();
			case STALL -> this.postgres.getProxy().getLinks().cut(Cut.SILENT);
			case REFUSE -> refuse();
			case LIMIT -> fillUp();
			case COMMIT -> cutReply();
		}
	}

	private void restart() {
		if (this.postgres instanceof Railway railway) {
			railway.restart();
		}
		else if (this.postgres instanceof Render render) {
			render.maintain();
		}
		else {
			this.postgres.getServer().restart(StopMode.FAST);
		}
	}

	private void sleep() {
		if (this.postgres instanceof Neon neon) {
			neon.suspend();
		}
	}

	private void refuse() throws InterruptedException {
		try (FaultInjection refusal = this.postgres.getProxy().inject(Fault.refuse())) {
			this.postgres.getProxy().getLinks().cut(Cut.RST);
			logger.debug(refusal);
			pause(REFUSAL);
		}
	}

	private void fillUp() throws InterruptedException {
		this.postgres.getServer().setConnectionLimit(0);
		try {
			this.postgres.getServer().terminateAll();
			pause(FULL);
		}
		finally {
			this.postgres.getServer().setConnectionLimit(-1);
		}
	}

	// Of each side, since both are to have the same trouble
	private void cutReply() throws InterruptedException {
		List<String> applications = this.postgres.getProxy()
			.getLinks()
			.toList()
			.stream()
			.map(Link::getApplicationName)
			.distinct()
			.toList();
		List<FaultInjection> cuts = applications.stream().map(this::cutReply).toList();
		long deadline = System.nanoTime() + NEXT_COMMIT.toNanos();
		while (cuts.stream().anyMatch((cut) -> cut.getFired() == 0) && System.nanoTime() - deadline < 0) {
			pause(Duration.ofMillis(20));
		}
		cuts.forEach(FaultInjection::close);
	}

	private FaultInjection cutReply(String application) {
		return this.postgres.getProxy()
			.inject(Fault.cut(Cut.RST).afterCommit().on((link) -> link.getApplicationName().equals(application)));
	}

	private void pause(Duration time) throws InterruptedException {
		if (this.closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new InterruptedException();
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
	}

}
