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

package io.github.pgsteady.link;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.link.Inquiry.Suspect;

/**
 * Watches the links of one DataSource. When an answer has stayed away for long, the
 * server is asked what it is doing, and a link on which none will come is given up. Also
 * keeps the time limits of statements.
 *
 * @since 0.1.0
 */
public final class LinkWatch {

	private static final Log logger = LogFactory.getLog(LinkWatch.class);

	private static final String BLIND = "The sessions of '%s' cannot be seen, since somebody before the server shares them, "
			+ "or gives them numbers of its own: a silent connection is only found by its time limits "
			+ "('pgsteady.connection.statement-timeout')";

	// A statement that is known to run is asked for less and less often
	private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

	// While nobody answers
	private static final long SHORT_PAUSE = Duration.ofSeconds(1).toNanos();

	// What waits for the locks of a lost session goes on once that has ended, and may
	// then be found to be lost as well, one after the other
	private static final long URGENCY = Duration.ofSeconds(2).toNanos();

	// The connection that is to be asked on may be silent as well
	private static final long LONGEST_CONNECT = Duration.ofSeconds(5).toNanos();

	// The connection that was asked on may be of use again
	private static final long CLOSE_AFTER = Duration.ofSeconds(5).toNanos();

	private final String name;

	private final Duration period;

	private final long suspectAfter;

	private final long recoveryWindow;

	private final LinkListener listener;

	private final Inquirer inquirer;

	private final SessionNumbers numbers;

	private final Executor executor;

	private final Supplier<Future<?>> timer;

	private final Runnable lookNow;

	private final LongSupplier nanoTime;

	private final Map<Link, Observation> observations = new ConcurrentHashMap<>();

	private @Nullable Future<?> running;

	private long lastLook;

	private @Nullable Inquiry inquiry;

	private long nextInquiry;

	private long urgentUntil;

	// Who answered the last question
	private @Nullable Server lastServer;

	private boolean connected;

	// Told once, not with each look
	private boolean failing;

	private volatile int unexplained;

	private volatile boolean blind;

	LinkWatch(String name, WatchTimes times, SessionNumbers numbers, LinkListener listener, Inquirer inquirer,
			WatchThreads threads, LongSupplier nanoTime) {
		this.name = name;
		this.period = times.period();
		this.suspectAfter = times.suspectAfter().toNanos();
		this.recoveryWindow = times.recoveryWindow().toNanos();
		this.numbers = numbers;
		this.listener = listener;
		this.inquirer = inquirer;
		this.executor = threads.inquirer();
		this.timer = () -> threads.repeat(this::look, this.period);
		this.lookNow = () -> threads.run(this::look);
		this.nanoTime = nanoTime;
	}

	/**
	 * Return how many links have been waiting for an answer for long, without that it is
	 * known that the server is working on it.
	 * @return the number; 0 in good times
	 */
	public int getUnexplained() {
		return this.unexplained;
	}

	/**
	 * Return whether the sessions behind the links cannot be seen, since a pooler shares
	 * them, or somebody before the server gives them numbers of its own. The latter is
	 * known when the first connection has been made.
	 * @return whether it is so
	 */
	public boolean isBlind() {
		return this.blind || this.numbers.areHidden();
	}

	/**
	 * The driver has logged in.
	 * @param link the link
	 * @param connection the connection
	 * @throws SQLException if the connection is lost
	 */
	public void loggedIn(Link link, Connection connection) throws SQLException {
		link.loggedIn(this.numbers.of(connection), this.numbers.areReal());
		if (this.numbers.areHidden() && !this.blind) {
			this.blind = true;
			logger.info(BLIND.formatted(this.name));
		}
	}

	void add(Link link) {
		this.observations.put(link, new Observation(link, this.nanoTime.getAsLong()));
		start();
	}

	void remove(Link link) {
		this.observations.remove(link);
	}

	private synchronized void start() {
		if (this.running == null) {
			this.lastLook = this.nanoTime.getAsLong();
			this.urgentUntil = this.lastLook;
			this.nextInquiry = this.lastLook;
			this.running = this.timer.get();
		}
	}

	// Whoever has no links has no need of a thread
	private synchronized void stopIfUnused() {
		if (this.observations.isEmpty() && this.inquiry == null && !this.connected && this.running != null) {
			this.running.cancel(false);
			this.running = null;
		}
	}

	void look() {
		try {
			long now = this.nanoTime.getAsLong();
			conclude(now);
			this.inquirer.abortIfConnectingFor(LONGEST_CONNECT);
			List<Observation> suspects = observe(now);
			inquire(suspects, now);
			stopIfUnused();
			this.failing = false;
		}
		catch (RuntimeException | Error ex) {
			// The next look may succeed, once there are threads or memory again; an
			// exception would be the end of all
			if (!this.failing) {
				this.failing = true;
				logger.warn("Could not look after the connections of '%s'".formatted(this.name), ex);
			}
		}
	}

	private List<Observation> observe(long now) {
		// What the process did not see counts for no more than one look that was missed
		long elapsed = Math.min(now - this.lastLook, 2 * this.period.toNanos());
		this.lastLook = now;
		List<Observation> suspects = new ArrayList<>();
		int unexplained = 0;
		for (Observation observation : this.observations.values()) {
			if (!observation.look(now, elapsed) || observation.getLink().getStall() != null) {
				continue;
			}
			if (observation.isOverLimit()) {
				giveUp(observation, StallCause.TIME_LIMIT, now);
			}
			else if (!isBlind() && observation.getLink().isKnownToServer()
					&& observation.isLongerThan(this.suspectAfter)) {
				if (observation.suspect()) {
					tell(LinkListener::suspected);
				}
				suspects.add(observation);
				unexplained += observation.isUnexplained() ? 1 : 0;
			}
		}
		this.unexplained = unexplained;
		suspects.removeIf((suspect) -> giveUpIfUnanswered(suspect, now));
		return suspects;
	}

	private boolean giveUpIfUnanswered(Observation suspect, long now) {
		boolean unanswered = suspect.isUnansweredFor(this.recoveryWindow) && !suspect.getLink().hasArrived();
		if (unanswered) {
			giveUp(suspect, (this.lastServer != null) ? StallCause.GONE : StallCause.NOBODY_THERE, now);
		}
		return unanswered;
	}

	private void inquire(List<Observation> suspects, long now) {
		if (this.inquiry != null || now - this.nextInquiry < 0) {
			return;
		}
		boolean urgent = now - this.urgentUntil < 0;
		if (suspects.stream().anyMatch((suspect) -> urgent || suspect.isDue())) {
			Inquiry inquiry = new Inquiry(urgent);
			suspects.forEach(inquiry::add);
			this.inquiry = inquiry;
			this.connected = true;
			execute(() -> {
				try {
					this.inquirer.inquire(inquiry);
				}
				finally {
					inquiry.done();
					this.lookNow.run();
				}
			}, () -> this.inquiry = null);
		}
		else if (this.connected && (this.observations.isEmpty() || now - this.nextInquiry > CLOSE_AFTER)) {
			this.connected = false;
			this.executor.execute(this.inquirer::close);
		}
	}

	private void conclude(long now) {
		Inquiry inquiry = this.inquiry;
		if (inquiry == null || !inquiry.isDone()) {
			return;
		}
		this.inquiry = null;
		boolean urgent = now - this.urgentUntil < 0;
		this.nextInquiry = now + Math.max(urgent ? 0 : 2 * this.period.toNanos(), inquiry.getPause().toNanos());
		if (inquiry.isThroughPooler()) {
			this.blind = true;
			logger.info(BLIND.formatted(this.name));
			return;
		}
		boolean sameServer = Objects.equals(inquiry.getServer(), this.lastServer);
		this.lastServer = inquiry.getServer();
		inquiry.getSuspects()
			.stream()
			.filter(Suspect::isWaiting)
			.forEach((suspect) -> conclude(suspect, sameServer, now));
		if (inquiry.getSuspects().stream().anyMatch((suspect) -> suspect.verdict().isLost())) {
			this.urgentUntil = now + URGENCY;
			this.nextInquiry = now;
			// Without a thread for it, the sessions stay, but nobody waits any longer
			execute(() -> end(inquiry), () -> closeStalled(inquiry));
		}
	}

	private void execute(Runnable task, Runnable otherwise) {
		boolean begun = false;
		try {
			this.executor.execute(task);
			begun = true;
		}
		finally {
			if (!begun) {
				otherwise.run();
			}
		}
	}

	// The sessions first: nothing that was sent is executed once the caller is told, and
	// no lock is in the way of a repeated call
	private void end(Inquiry inquiry) {
		try {
			this.inquirer.endSessions(inquiry);
		}
		finally {
			closeStalled(inquiry);
		}
	}

	private static void closeStalled(Inquiry inquiry) {
		inquiry.getSuspects()
			.stream()
			.map(Suspect::link)
			.filter((link) -> link.getStall() != null)
			.forEach(Link::close);
	}

	private void conclude(Suspect suspect, boolean sameServer, long now) {
		Observation observation = suspect.observation();
		Verdict verdict = observation.getLink().hasArrived() ? Verdict.WORKING : suspect.verdict();
		switch (verdict.kind()) {
			case LOST -> mark(observation, (verdict.cause() != null) ? verdict.cause() : StallCause.GONE, now);
			case NOBODY_THERE -> observation.unanswered(suspect.time(), SHORT_PAUSE);
			case ELSEWHERE -> {
				if (sameServer) {
					observation.unanswered(suspect.time(), SHORT_PAUSE);
				}
				else {
					observation.answered(SHORT_PAUSE);
				}
			}
			case UNSEEN -> observation.answered(pause(observation));
			case WORKING -> {
				if (observation.answered(pause(observation))) {
					tell(LinkListener::foundWorking);
				}
			}
		}
	}

	private static long pause(Observation observation) {
		return Math.min(observation.getTime() / 2, LONGEST_PAUSE);
	}

	private void giveUp(Observation observation, StallCause cause, long now) {
		mark(observation, cause, now);
		observation.getLink().close();
	}

	// Before it is closed: whoever waits for it is not to get another that is silent, too
	private void mark(Observation observation, StallCause cause, long now) {
		Link link = observation.getLink();
		Collection<Observation> all = this.observations.values();
		boolean alone = all.stream().noneMatch((other) -> observation.isOutlivedBy(other, now));
		Duration waited = Duration.ofNanos(observation.getTime());
		String limit = (cause == StallCause.TIME_LIMIT) ? link.getLimitProperty() : null;
		Stall stall = new Stall(cause, waited, alone, limit);
		logger.warn(String.format(Locale.ROOT, "A connection of '%s' is given up: nothing came back for %.1f s, and %s",
				this.name, waited.toMillis() / 1000.0, cause));
		link.stalled(stall);
		tell((listener) -> listener.stalled(stall));
	}

	// Whoever listens must not come between a link and its end
	private void tell(Consumer<LinkListener> event) {
		try {
			event.accept(this.listener);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Could not tell of a connection of '%s'".formatted(this.name), ex);
		}
	}

}
