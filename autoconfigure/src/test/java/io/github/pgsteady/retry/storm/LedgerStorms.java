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

package io.github.pgsteady.retry.storm;

import java.util.ArrayList;
import java.util.List;

import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * Storms on one and the same pair of applications.
 */
final class LedgerStorms implements AutoCloseable {

	/**
	 * Those that are compared.
	 */
	static final List<Variant> VARIANTS = List.of(Variant.values());

	private final List<LedgerApplication> applications = new ArrayList<>();

	private final Storm storm;

	LedgerStorms(PostgresSimulation postgres, Variant variant) {
		this.applications.add(LedgerApplication.byJdbc(variant, postgres));
		this.applications.add(LedgerApplication.byJpa(variant, postgres));
		this.storm = new Storm(postgres, variant, this.applications);
	}

	StormReport rage(Disaster disaster, int strikes, int calls, long seed) throws Exception {
		return this.storm.rage(disaster, strikes, calls, seed);
	}

	@Override
	public void close() {
		this.applications.forEach(LedgerApplication::close);
	}

}
