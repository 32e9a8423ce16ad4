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

import io.github.pgsteady.fleet.FleetProperties;
import io.github.pgsteady.pool.TunedPool;

/**
 * Looks at the settings of pools for what does harm, where there is no application whose
 * beans could be looked at.
 *
 * @since 0.1.0
 */
public final class PoolExamination {

	private final Findings findings;

	/**
	 * Create an examination.
	 * @param pools the pools
	 * @param instances how many instances of the application there are
	 */
	public PoolExamination(Collection<TunedPool> pools, int instances) {
		FleetProperties fleet = new FleetProperties();
		fleet.setInstances(instances);
		this.findings = new Findings(() -> pools,
				List.of(new PlanConflicts(), new PreparedStatementsThroughPooler(), new SessionStateThroughPooler(),
						new SupavisorUser(), new ConnectionsAboveLimit(fleet, (pool) -> null), new LifetimeAboveCut(),
						new WeakTls(), new IgnoredParameters()));
	}

	/**
	 * Return what was found.
	 * @return the findings, the worst first
	 */
	public List<Finding> getFindings() {
		return this.findings.getAll();
	}

}
