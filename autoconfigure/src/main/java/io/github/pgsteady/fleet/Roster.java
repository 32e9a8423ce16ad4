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
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The instances that share one limit, as far as they have been seen lately. One that
 * holds no connection for a moment has not gone.
 */
final class Roster {

	private final Duration remembered;

	private final Map<InstanceMark, Long> seen = new HashMap<>();

	// By time. What comes and goes must not make all sizes come and go
	private final NavigableMap<Long, Integer> others = new TreeMap<>();

	private Census.Budget budget = new Census.Budget(0, 0, Map.of());

	private Map<InstanceMark, Integer> shares = Map.of();

	Roster(Duration remembered) {
		this.remembered = remembered;
	}

	/**
	 * Note who was seen.
	 * @param budget what was seen
	 * @param own the instance that has looked, which may hold nothing
	 * @param now the time, in nanoseconds
	 * @return whether there is somebody new
	 */
	boolean saw(Census.Budget budget, InstanceMark own, long now) {
		boolean joined = !this.seen.keySet().containsAll(budget.members().keySet());
		budget.members().keySet().forEach((member) -> this.seen.put(member, now));
		this.seen.put(own, now);
		this.seen.values().removeIf((last) -> now - last > this.remembered.toNanos());
		this.others.put(now, budget.others());
		this.others.headMap(now - this.remembered.toNanos()).clear();
		this.budget = budget;
		this.shares = FairShare.among(getShared(), this.seen.keySet());
		return joined;
	}

	private int getShared() {
		return this.budget.limit() - Collections.max(this.others.values());
	}

	int getShare(InstanceMark own) {
		return this.shares.getOrDefault(own, own.most());
	}

	/**
	 * Return how many connections an instance could hold even if each of the others took
	 * its share at this moment, and those that hold more kept them.
	 * @param own the instance
	 * @return the number, which may be negative
	 */
	int getRoom(InstanceMark own) {
		int others = this.shares.entrySet()
			.stream()
			.filter((share) -> !share.getKey().equals(own))
			.mapToInt((share) -> Math.max(share.getValue(), this.budget.members().getOrDefault(share.getKey(), 0)))
			.sum();
		return getShared() - FairShare.FOR_ADMINISTRATORS - others;
	}

	Census.Budget getBudget() {
		return this.budget;
	}

	/**
	 * Return whether there are enough connections for all.
	 * @return whether each gets what keeps it going
	 */
	boolean isEnough() {
		return FairShare.isEnough(getShared(), this.seen.keySet());
	}

	Set<InstanceMark> getMembers() {
		return Set.copyOf(this.seen.keySet());
	}

}
