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

package io.github.pgsteady.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Findings;
import io.github.pgsteady.fleet.Fleet;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolPlans;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.pool.TunedPool;

/**
 * {@link Endpoint @Endpoint} that explains the DataSources: which provider is behind
 * each, what its settings are and why, how its pool is, what failed last, and what does
 * harm. It asks nothing of the database.
 * <p>
 * Reading is allowed where the endpoint is exposed; evicting connections only with
 * {@code management.endpoint.pgsteady.access=unrestricted}.
 *
 * @since 0.1.0
 */
@Endpoint(id = "pgsteady", defaultAccess = Access.READ_ONLY)
public class PgSteadyEndpoint {

	private static final String EVICT = "evict";

	private final PoolPlans plans;

	private final PoolStates states;

	private final @Nullable Findings findings;

	private final RecentFailures failures;

	private final @Nullable Fleet fleet;

	PgSteadyEndpoint(PoolPlans plans, PoolStates states, @Nullable Findings findings, RecentFailures failures,
			@Nullable Fleet fleet) {
		this.plans = plans;
		this.states = states;
		this.findings = findings;
		this.failures = failures;
		this.fleet = fleet;
	}

	/**
	 * Return what there is to know of all DataSources.
	 * @return the DataSources that were tuned
	 */
	@ReadOperation
	public PgSteadyDescriptor dataSources() {
		List<Finding> findings = findings();
		Map<String, DataSourceDescriptor> dataSources = new TreeMap<>();
		this.plans.getPools().forEach((name, pool) -> dataSources.put(name, describe(pool, findings)));
		return new PgSteadyDescriptor(dataSources,
				findings.stream()
					.filter((finding) -> finding.dataSource() == null || !dataSources.containsKey(finding.dataSource()))
					.toList());
	}

	/**
	 * Return what there is to know of one DataSource.
	 * @param dataSource the name of its bean
	 * @return the DataSource, or {@code null} if it was not tuned
	 */
	@ReadOperation
	public @Nullable DataSourceDescriptor dataSource(@Selector String dataSource) {
		TunedPool pool = this.plans.getPools().get(dataSource);
		return (pool != null) ? describe(pool, findings()) : null;
	}

	/**
	 * Do something about a DataSource.
	 * @param dataSource the name of its bean
	 * @param action {@code evict}: close the connections, those in use when they come
	 * back
	 * @return what was done
	 */
	@WriteOperation
	public EvictionDescriptor act(@Selector String dataSource, String action) {
		if (!EVICT.equals(action)) {
			throw invalid("There is no action of that name. Known is '%s'".formatted(EVICT));
		}
		ObservedPool pool = this.states.getPool(dataSource);
		ObservedPool.Evicted evicted = (pool != null) ? pool.evictSoftly() : null;
		if (evicted == null) {
			throw invalid("There is no pool of that name that has started");
		}
		return new EvictionDescriptor(evicted.idle(), evicted.active());
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	private List<Finding> findings() {
		return (this.findings != null) ? this.findings.getAll() : List.of();
	}

	private DataSourceDescriptor describe(TunedPool pool, List<Finding> findings) {
		List<Finding> own = findings.stream()
			.filter((finding) -> Objects.equals(finding.dataSource(), pool.getName()))
			.toList();
		FleetStatus status = (this.fleet != null) ? this.fleet.get(pool.getName()) : null;
		return new PoolDescription(pool, this.states.get(pool.getName()), status)
			.describe(this.failures.get(pool.getName()), own);
	}

}
