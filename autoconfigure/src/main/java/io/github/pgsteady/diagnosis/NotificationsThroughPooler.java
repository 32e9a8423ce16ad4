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

package io.github.pgsteady.diagnosis;

import java.util.Collection;
import java.util.List;

import io.github.pgsteady.pool.TunedPool;

/**
 * Finds beans that listen for notifications, where a pooler shares the sessions.
 */
final class NotificationsThroughPooler implements PoolCheck {

	private static final List<String> LISTENERS = List
		.of("org.springframework.integration.jdbc.channel.PostgresChannelMessageTableSubscriber");

	private final BeansByClassName beans;

	NotificationsThroughPooler(BeansByClassName beans) {
		this.beans = beans;
	}

	@Override
	public List<Finding> check(Collection<TunedPool> pools) {
		boolean hasWayAround = pools.stream().anyMatch((pool) -> !pool.isThroughTransactionPooler());
		List<String> where = (pools.isEmpty() || hasWayAround) ? List.of() : this.beans.find(LISTENERS);
		return where.isEmpty() ? List.of() : pools.stream().map((pool) -> finding(pool, where)).toList();
	}

	// It may have connections of its own, which cannot be seen
	private static Finding finding(TunedPool pool, List<String> where) {
		return new Finding("notifications-through-pooler", Severity.INFO, pool.getName(),
				"LISTEN is used, and the pool goes through a transaction pooler",
				"If it listens on a connection of this pool, a session listens that the pooler gives to somebody else: "
						+ "notifications get lost without an error",
				where, "Give these beans connections of their own with the direct endpoint");
	}

}
