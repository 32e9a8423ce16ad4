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

package io.github.pgsteady.fleet;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolStatus;
import io.github.pgsteady.pool.TunedPool;

/**
 * A pool among all that share the connections of a server: looks at the others from time
 * to time, and has the size of the pool follow. Safe for use by several threads.
 */
final class FleetMember {

	private static final Log logger = LogFactory.getLog(FleetMember.class);

	private static final int INTERVALS_WHEN_BLIND = 10;

	private static final int SOON = 5;

	private static final Duration IN_USE = Duration.ofSeconds(2);

	private final InstanceMark mark;

	private final FleetProperties properties;

	private final StaticShare staticShare;

	private final boolean keepsSessions;

	private final @Nullable EnforcedSize enforced;

	private final ShareGovernor governor;

	private final LongSupplier nanoTime;

	private final AtomicBoolean busy = new AtomicBoolean();

	private final EndableWait wait = new EndableWait();

	// As the URL says
	private final boolean behindPooler;

	private final Sight sight;

	private volatile boolean stopped;

	private long returned;

	private long seenAt;

	private long lastLook;

	private long nextLook;

	private long returnedAtLook = -1;

	FleetMember(InstanceMark mark, TunedPool pool, FleetProperties properties, StaticShare staticShare,
			@Nullable String blindness, LongSupplier nanoTime) {
		this.mark = mark;
		this.properties = properties;
		this.staticShare = staticShare;
		this.sight = new Sight(blindness);
		this.behindPooler = blindness != null;
		this.nanoTime = nanoTime;
		this.keepsSessions = pool.getEndpoint().keepsSessions();
		this.enforced = (properties.getMode() == FleetMode.ENFORCE) ? new EnforcedSize(pool, mark.most()) : null;
		this.governor = new ShareGovernor(mark, properties.getInterval(), nanoTime, RandomGenerator.getDefault());
		this.nextLook = nanoTime.getAsLong();
	}

	/**
	 * The pool is about to start: at first, it is small.
	 * @param pool the pool
	 */
	void join(TunedPool pool) {
		resize(pool, size(0));
	}

	private int sizeWhenBlind() {
		Integer share = this.staticShare.of(this.mark);
		return (share != null) ? share : this.mark.most();
	}

	/**
	 * Return what is known.
	 * @return the status
	 */
	synchronized FleetStatus getStatus() {
		Roster roster = this.governor.getTightest();
		String blindness = this.sight.getBlindness();
		if (blindness != null) {
			return this.staticShare.status(this.mark, this.properties.getMode(), false, blindness);
		}
		if (roster == null) {
			return this.staticShare.status(this.mark, this.properties.getMode(), true,
					"The server has not been asked yet");
		}
		Census.Budget budget = roster.getBudget();
		Duration age = Duration.ofNanos(this.nanoTime.getAsLong() - this.seenAt);
		// A pool without connections does not look
		boolean recent = age.compareTo(this.properties.getInterval().multipliedBy(3)) < 0;
		int wanted = roster.getMembers().stream().mapToInt(InstanceMark::most).sum() + budget.others();
		return new FleetStatus(this.properties.getMode(), true, false, "As the server says", budget.limit(),
				recent ? budget.used() : null, recent ? roster.getMembers().size() : null, recent ? wanted : null,
				this.governor.getShare(), roster.isEnough(), age);
	}

	/**
	 * The server has refused a connection of the pool, since it has no more.
	 * @param pool the pool
	 */
	void exhausted(ObservedPool pool) {
		PoolStatus status = pool.getStatus();
		synchronized (this) {
			if (!this.sight.isBlind()) {
				this.governor.exhausted((status != null) ? status.active() + status.idle() : 0);
				// Not each time: it may be refused several times a second
				long soon = this.lastLook + this.properties.getInterval().toNanos() / SOON;
				if (this.sight.isShown() && soon - this.nextLook < 0) {
					this.nextLook = soon;
				}
			}
		}
	}

	/**
	 * See to what is due. Does not wait.
	 * @param pool the pool
	 * @param tuned the same, with its settings
	 */
	void look(ObservedPool pool, TunedPool tuned) {
		PoolStatus status = pool.getStatus();
		HikariDataSource dataSource = pool.getDataSource();
		if (status == null || dataSource == null) {
			return;
		}
		this.stopped = false;
		boolean moving = isMoving(pool);
		if (!moving && status.idle() == 0) {
			this.wait.end();
		}
		boolean wanted = isWanted();
		if (wanted && !isBlind() && !moving && status.active() >= status.maximum() && status.waiting() > 0) {
			growUnseen();
		}
		resize(tuned, size(status.active() + status.idle()));
		boolean due = wanted && isPossible(status, moving) && (!pool.maySleep() || isInUse(pool.getConnections()));
		boolean surplus = this.enforced != null && this.enforced.isExceeded(dataSource)
				&& (status.idle() > 0 || moving);
		if ((due || surplus) && this.busy.compareAndSet(false, true)) {
			Thread thread = new Thread(() -> work(pool, tuned, dataSource, due), "pgsteady-fleet");
			thread.setDaemon(true);
			thread.start();
		}
	}

	/**
	 * Wait for no connection any more, and leave the pool as it is: it gives all back.
	 */
	void stop() {
		this.stopped = true;
		this.wait.end();
	}

	private void work(ObservedPool pool, TunedPool tuned, HikariDataSource dataSource, boolean due) {
		try {
			if (due) {
				ask(pool, tuned, dataSource);
			}
			if (this.enforced != null) {
				this.enforced.giveBackSurplus(dataSource, this.wait);
			}
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("Could not look at those who share the server with '%s'".formatted(pool.getName()), ex);
		}
		finally {
			this.busy.set(false);
		}
	}

	private synchronized int size(int open) {
		int size = this.governor.holds(open);
		return this.sight.isBlind() ? sizeWhenBlind() : size;
	}

	private void resize(TunedPool tuned, int size) {
		if (this.enforced != null && !this.stopped) {
			this.enforced.set(tuned, size, getStatus());
		}
	}

	// Otherwise whoever waits for a connection waits for long: it must not be a look, by
	// which the pool would seem too small, or at a standstill
	private synchronized boolean isMoving(ObservedPool pool) {
		long before = this.returned;
		this.returned = pool.getConnections().getReturned();
		return this.returned != before;
	}

	private synchronized boolean isWanted() {
		return !this.behindPooler && this.nanoTime.getAsLong() - this.nextLook >= 0;
	}

	// A database that may sleep is only asked while it is in use, or it would be awake
	// for longer
	private synchronized boolean isInUse(PatientDataSource connections) {
		return connections.getReturned() != this.returnedAtLook
				&& this.nanoTime.getAsLong() - connections.getLastReturn() < IN_USE.toNanos();
	}

	// The database is never woken, and no connection made: it is asked on one that the
	// pool has
	private static boolean isPossible(PoolStatus status, boolean moving) {
		int open = status.active() + status.idle();
		return status.idle() > 0 || (moving && open >= status.maximum());
	}

	// Connections that are held for long must not keep it from what others would leave it
	private synchronized void growUnseen() {
		if (!this.busy.get()) {
			this.governor.growUnseen();
		}
	}

	private void ask(ObservedPool pool, TunedPool tuned, HikariDataSource dataSource) throws SQLException {
		boolean answered = false;
		try {
			if (!isShown() && !this.keepsSessions && FleetLook.isThroughPooler(dataSource, this.wait)) {
				turnBlind("A pooler stands before the server, which cannot tell who its clients are");
			}
			else {
				saw(FleetLook.at(dataSource, this.wait));
			}
			answered = true;
		}
		catch (SQLException ex) {
			failed(ex.getSQLState());
			throw ex;
		}
		finally {
			plan(pool.getConnections().getReturned(), answered);
			resize(tuned, size(dataSource.getHikariPoolMXBean().getTotalConnections()));
		}
	}

	private synchronized void saw(ServerConnections connections) {
		Census census = Census.of(connections, this.properties.getLimit());
		Census.Budget all = census.budgets().get(Census.Limit.SERVER);
		if (all == null || !all.members().containsKey(this.mark)) {
			this.sight.missed();
			return;
		}
		this.sight.saw();
		this.seenAt = this.nanoTime.getAsLong();
		this.governor.saw(census);
	}

	private synchronized void failed(@Nullable String sqlState) {
		this.sight.failed(sqlState);
	}

	private synchronized boolean isShown() {
		return this.sight.isShown();
	}

	private synchronized boolean isBlind() {
		return this.sight.isBlind();
	}

	private synchronized void turnBlind(String reason) {
		this.sight.turnBlind(reason);
	}

	// What keeps it from seeing the others may pass; whoever was overtaken in the queue
	// for a connection tries again soon
	private synchronized void plan(long returned, boolean answered) {
		this.returnedAtLook = returned;
		this.lastLook = this.nanoTime.getAsLong();
		Duration interval = this.properties.getInterval();
		Duration pause = this.sight.isBlind() ? interval.multipliedBy(INTERVALS_WHEN_BLIND)
				: answered ? this.governor.untilNextLook() : interval.dividedBy(SOON);
		this.nextLook = this.lastLook + pause.toNanos();
	}

}
