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

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Decides how many connections an instance may hold, from what it sees of the others from
 * time to time. It shrinks at once. It grows in steps, when it has seen that there is
 * room, and only after all others have had the time to see whoever has joined: until then
 * they hold more than their share.
 */
final class ShareGovernor {

	// As many may start at the same time, and none sees the others yet
	private static final int STARTING_TOGETHER = 8;

	private final InstanceMark own;

	private final Duration interval;

	private final LongSupplier nanoTime;

	private final RandomGenerator random;

	private final Map<Census.Limit, Roster> rosters = new EnumMap<>(Census.Limit.class);

	private int size;

	private boolean begun;

	private long lastHeld;

	private long growthAllowedAt;

	/**
	 * Create a governor.
	 * @param own the instance
	 * @param interval how often each instance looks at the latest
	 * @param nanoTime the time
	 * @param random for what must not happen everywhere at once
	 */
	ShareGovernor(InstanceMark own, Duration interval, LongSupplier nanoTime, RandomGenerator random) {
		this.own = own;
		this.interval = interval;
		this.nanoTime = nanoTime;
		this.random = random;
		this.size = least();
		this.growthAllowedAt = nanoTime.getAsLong();
		this.lastHeld = this.growthAllowedAt;
	}

	private int least() {
		return Math.min(FairShare.LEAST, this.own.most());
	}

	/**
	 * The instance holds connections, or none: whoever holds none for long is forgotten
	 * by the others, and has to begin anew.
	 * @param connections how many
	 * @return the largest number of connections that it may hold now
	 */
	int holds(int connections) {
		long now = this.nanoTime.getAsLong();
		if (connections > 0) {
			this.lastHeld = now;
		}
		else if (this.begun && now - this.lastHeld > remembered().toNanos()) {
			this.begun = false;
			this.rosters.clear();
			this.size = least();
		}
		return this.size;
	}

	// Each of the others looks twice in that time
	private Duration remembered() {
		return this.interval.multipliedBy(2);
	}

	/**
	 * The server has been looked at.
	 * @param census what was seen
	 * @return the largest number of connections that the instance may hold from now on
	 */
	int saw(Census census) {
		long now = this.nanoTime.getAsLong();
		boolean joined = note(census, now);
		int share = getShare();
		if (!this.begun) {
			this.begun = true;
			int free = census.budgets().values().stream().mapToInt(Census.Budget::free).min().orElse(0);
			this.size = Math.min(share, Math.max(this.size, free / STARTING_TOGETHER));
			postponeGrowth(now, this.interval);
		}
		else if (share < this.size) {
			this.size = share;
			postponeGrowth(now, this.interval);
		}
		else if (joined) {
			postponeGrowth(now, this.interval);
		}
		else if (now - this.growthAllowedAt >= 0) {
			grow(share);
		}
		return this.size;
	}

	private boolean note(Census census, long now) {
		this.rosters.keySet().retainAll(census.budgets().keySet());
		boolean joined = false;
		for (Map.Entry<Census.Limit, Census.Budget> seen : census.budgets().entrySet()) {
			joined |= this.rosters.computeIfAbsent(seen.getKey(), (limit) -> new Roster(remembered()))
				.saw(seen.getValue(), this.own, now);
		}
		return joined;
	}

	private void grow(int share) {
		int room = this.rosters.values().stream().mapToInt((roster) -> roster.getRoom(this.own)).min().orElse(0);
		int gap = Math.min(share, room) - this.size;
		if (gap > 0) {
			this.size += Math.min(gap, Math.max(FairShare.LEAST, (gap + 1) / 2));
		}
	}

	// All others have looked by then. They may have joined as well, and must not all grow
	// in the same moment
	private void postponeGrowth(long now, Duration time) {
		long until = now + (long) (time.toNanos() * (1.1 + this.random.nextDouble() * 0.1));
		if (until - this.growthAllowedAt > 0) {
			this.growthAllowedAt = until;
		}
	}

	/**
	 * The server has refused a connection, since it has no more.
	 * @param held how many connections the instance holds
	 * @return the largest number of connections that it may hold from now on
	 */
	int exhausted(int held) {
		postponeGrowth(this.nanoTime.getAsLong(), this.interval.multipliedBy(2));
		this.size = Math.min(this.size, Math.max(least(), held));
		return this.size;
	}

	/**
	 * All connections are in use for long, so that the server cannot be looked at, and
	 * somebody waits. It grows by one at a time, if it may: the server refuses what is
	 * too much.
	 */
	void growUnseen() {
		long now = this.nanoTime.getAsLong();
		if (now - this.growthAllowedAt >= 0 && this.size < getShare()) {
			this.size++;
			postponeGrowth(now, this.interval);
		}
	}

	/**
	 * Return when to look the next time: when it may grow, if that is soon.
	 * @return how long to wait
	 */
	Duration untilNextLook() {
		long growth = this.growthAllowedAt - this.nanoTime.getAsLong();
		long jittered = (long) (this.interval.toNanos() * (0.8 + this.random.nextDouble() * 0.2));
		boolean soon = growth > 0 && growth < this.interval.multipliedBy(2).toNanos() * 0.6;
		return Duration.ofNanos((soon && this.size < getShare()) ? growth : jittered);
	}

	/**
	 * Return what the instance should hold, by all that is known.
	 * @return the number of connections
	 */
	int getShare() {
		return this.rosters.values()
			.stream()
			.mapToInt((roster) -> roster.getShare(this.own))
			.min()
			.orElse(this.own.most());
	}

	/**
	 * Return what there is least of.
	 * @return the limit that gives the smallest share, or {@code null} before the first
	 * look
	 */
	@Nullable Roster getTightest() {
		Roster tightest = null;
		for (Roster roster : this.rosters.values()) {
			if (tightest == null || roster.getShare(this.own) < tightest.getShare(this.own)) {
				tightest = roster;
			}
		}
		return tightest;
	}

}
