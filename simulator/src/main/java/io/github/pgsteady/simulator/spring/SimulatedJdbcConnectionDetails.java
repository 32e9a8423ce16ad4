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

package io.github.pgsteady.simulator.spring;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.ClassUtils;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.ClassSimulation;

/**
 * The connection details of the simulation that belongs to a test class. They are looked
 * up when they are asked for: ahead-of-time processing has no simulation.
 */
class SimulatedJdbcConnectionDetails implements JdbcConnectionDetails {

	private final String owner;

	SimulatedJdbcConnectionDetails(String owner) {
		this.owner = owner;
	}

	private PostgresSimulation simulation() {
		return ClassSimulation.share(ClassUtils.resolveClassName(this.owner, getClass().getClassLoader()));
	}

	@Override
	public String getJdbcUrl() {
		return simulation().getJdbcUrl();
	}

	@Override
	public String getUsername() {
		return simulation().getUsername();
	}

	@Override
	public String getPassword() {
		return simulation().getPassword();
	}

}
