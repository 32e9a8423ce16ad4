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

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an instance has seen of the server: for each limit that holds for it, how many
 * connections there may be, and who holds them.
 *
 * @param budgets what is to be shared under each limit
 */
record Census(Map<Limit, Budget> budgets) {

	Census {
		budgets = Map.copyOf(budgets);
	}

	/**
	 * Find the instances among all who hold connections. The others have theirs already,
	 * and keep them.
	 * @param connections what the server says
	 * @param limit what the application says of how many there are in all, or
	 * {@code null} to believe the server
	 * @return what is to be shared
	 */
	static Census of(ServerConnections connections, @Nullable Integer limit) {
		Map<Limit, Budget> budgets = new EnumMap<>(Limit.class);
		budgets.put(Limit.SERVER, budget((limit != null) ? limit : connections.usable(), Limit.SERVER, connections));
		if (connections.roleLimit() != null) {
			budgets.put(Limit.ROLE, budget(connections.roleLimit(), Limit.ROLE, connections));
		}
		if (connections.databaseLimit() != null) {
			budgets.put(Limit.DATABASE, budget(connections.databaseLimit(), Limit.DATABASE, connections));
		}
		return new Census(budgets);
	}

	private static Budget budget(int limit, Limit kind, ServerConnections connections) {
		Map<InstanceMark, Integer> members = new HashMap<>();
		int others = 0;
		for (ServerConnections.Holder holder : connections.holders()) {
			InstanceMark mark = InstanceMark.of(holder.applicationName());
			boolean concerned = switch (kind) {
				case SERVER -> true;
				case ROLE -> holder.sameRole();
				case DATABASE -> holder.sameDatabase();
			};
			if (concerned && mark != null) {
				members.merge(mark, holder.connections(), Integer::sum);
			}
			else if (concerned) {
				others += holder.connections();
			}
		}
		return new Budget(limit, others, members);
	}

	/**
	 * What limits the number of connections.
	 */
	enum Limit {

		/**
		 * The server, for all.
		 */
		SERVER,

		/**
		 * The role, for those that log in with it.
		 */
		ROLE,

		/**
		 * The database, for those that are connected to it.
		 */
		DATABASE

	}

	/**
	 * What is shared under one limit.
	 *
	 * @param limit how many connections there may be
	 * @param others how many are held by others than instances
	 * @param members the instances that were seen, with the connections of each; this one
	 * is among them, if it holds any
	 */
	record Budget(int limit, int others, Map<InstanceMark, Integer> members) {

		Budget {
			members = Map.copyOf(members);
		}

		int used() {
			return this.others + this.members.values().stream().mapToInt(Integer::intValue).sum();
		}

		int free() {
			return this.limit - used();
		}

	}

}
