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

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Divides the connections of a server among instances: in proportion to their weights,
 * none more than it wants, and what one does not want goes to the others. Whoever knows
 * the same members comes to the same result, without asking them.
 */
final class FairShare {

	/**
	 * What keeps an instance going: one connection, and one for a transaction within
	 * another.
	 */
	static final int LEAST = 2;

	/**
	 * For somebody who looks what is wrong.
	 */
	static final int FOR_ADMINISTRATORS = 1;

	private static final int FOR_JOINING = LEAST;

	private FairShare() {
	}

	/**
	 * Return the share of each instance.
	 * @param limit how many connections there are for all
	 * @param members all instances
	 * @return the largest number of connections that each may hold, at least
	 * {@value #LEAST}, or what it wants if that is less; also where there are too few
	 */
	static Map<InstanceMark, Integer> among(int limit, Collection<InstanceMark> members) {
		Map<InstanceMark, Integer> shares = new HashMap<>();
		Collection<InstanceMark> wanting = members;
		double left = limit - headroom(limit, members.size());
		while (!wanting.isEmpty()) {
			double perWeight = left / wanting.stream().mapToInt(InstanceMark::weight).sum();
			// Those that have what they want, then those that would have less than they
			// need, and at last all that are left
			Predicate<InstanceMark> settled = (member) -> member.most() <= Math.max(LEAST, perWeight * member.weight());
			if (wanting.stream().noneMatch(settled)) {
				settled = (member) -> perWeight * member.weight() < LEAST;
			}
			if (wanting.stream().noneMatch(settled)) {
				settled = (member) -> true;
			}
			for (InstanceMark member : wanting.stream().filter(settled).toList()) {
				int share = Math.min(member.most(), Math.max(LEAST, (int) (perWeight * member.weight())));
				shares.put(member, share);
				left -= share;
			}
			List<InstanceMark> rest = wanting.stream().filter(Predicate.not(settled)).toList();
			wanting = rest;
		}
		return shares;
	}

	// Room is only kept as long as each has what it needs
	private static int headroom(int limit, int members) {
		return Math.max(0, Math.min(FOR_JOINING + FOR_ADMINISTRATORS, limit - LEAST * members));
	}

	/**
	 * Return whether there are enough connections for all.
	 * @param limit how many there are
	 * @param members all instances
	 * @return whether each gets at least {@value #LEAST}, or what it wants
	 */
	static boolean isEnough(int limit, Collection<InstanceMark> members) {
		return members.stream().mapToInt((member) -> Math.min(LEAST, member.most())).sum() <= limit;
	}

}
