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

package io.github.pgsteady.sample.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * A database that can be broken.
 *
 * @param provider whose behaviour it has
 * @param postgres the database
 */
record Simulation(SimulatedProvider provider, PostgresSimulation postgres) implements AutoCloseable {

	static Simulation start(SimulatedProvider provider) {
		return new Simulation(provider, provider.provider().builder().start());
	}

	Map<String, Object> properties() {
		Map<String, Object> properties = new HashMap<>(this.provider.properties());
		properties.put("spring.datasource.url", this.postgres.getJdbcUrl() + this.provider.parameters());
		properties.put("spring.datasource.username", this.postgres.getUsername());
		properties.put("spring.datasource.password", this.postgres.getPassword());
		return properties;
	}

	Connection connectPastTheProxy() throws SQLException {
		return this.postgres.getServer().openAdminConnection(this.postgres.getDatabase());
	}

	@Override
	public void close() {
		this.postgres.close();
	}

}
