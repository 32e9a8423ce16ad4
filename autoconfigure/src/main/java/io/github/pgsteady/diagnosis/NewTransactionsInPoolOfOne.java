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

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.retry.GuardedBean;

/**
 * Finds methods that need a second connection while they hold the first, where there is
 * one only.
 */
final class NewTransactionsInPoolOfOne implements RetryCheck {

	private final PoolPlans pools;

	NewTransactionsInPoolOfOne(PoolPlans pools) {
		this.pools = pools;
	}

	@Override
	public @Nullable Finding check(List<GuardedBean> beans) {
		Collection<TunedPool> all = this.pools.getPools().values();
		List<TunedPool> small = all.stream().filter((pool) -> pool.getConfig().getMaximumPoolSize() == 1).toList();
		List<String> where = small.isEmpty() ? List.of()
				: beans.stream()
					.flatMap((bean) -> bean.methods().filter(bean::suspendsTransaction).map(bean::name))
					.distinct()
					.toList();
		// Which of several pools they use is not known
		Severity severity = (small.size() < all.size()) ? Severity.INFO : Severity.WARNING;
		return where.isEmpty() ? null
				: new Finding("new-transaction-in-pool-of-one", severity, small.get(0).getName(),
						"The pool has one connection, and methods need a transaction of their own (REQUIRES_NEW)",
						"Called within a transaction they wait for the connection that their caller holds, until the "
								+ "connection timeout",
						where, "Set 'spring.datasource.hikari.maximum-pool-size' to 2 or more");
	}

}
