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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.TunedPool;

/**
 * What does harm in the application and its settings. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Findings {

	private static final Log logger = LogFactory.getLog(Findings.class);

	private final Supplier<Collection<TunedPool>> pools;

	private final List<PoolCheck> checks;

	private volatile @Nullable List<Finding> examined;

	/**
	 * Create findings.
	 * @param pools the pools that were tuned
	 * @param checks what they are checked for, each time somebody asks
	 */
	Findings(Supplier<Collection<TunedPool>> pools, List<PoolCheck> checks) {
		this.pools = pools;
		this.checks = List.copyOf(checks);
	}

	/**
	 * Return whether the examination has ended. It begins when the application is ready,
	 * and takes some milliseconds.
	 * @return whether it has
	 */
	public boolean isComplete() {
		return this.examined != null;
	}

	/**
	 * Return what was found: what the pools are like at the moment, and how the beans of
	 * the application were when it was ready.
	 * @return the findings, the worst first; those of beans only when the examination has
	 * ended
	 */
	public List<Finding> getAll() {
		Collection<TunedPool> pools = this.pools.get();
		List<Finding> all = new ArrayList<>(Objects.requireNonNullElse(this.examined, List.of()));
		this.checks.forEach((check) -> all.addAll(check(check, pools)));
		all.sort(Comparator.comparing(Finding::severity));
		return List.copyOf(all);
	}

	private static List<Finding> check(PoolCheck check, Collection<TunedPool> pools) {
		try {
			return check.check(pools);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Could not carry out " + check.getClass().getSimpleName(), ex);
			return List.of();
		}
	}

	void set(List<Finding> findings) {
		this.examined = List.copyOf(findings);
	}

}
