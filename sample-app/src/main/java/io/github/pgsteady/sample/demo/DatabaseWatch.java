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

import java.util.function.Supplier;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.provider.Neon;

/**
 * Looks at the simulated database.
 */
class DatabaseWatch implements Supplier<DatabaseState> {

	private final PostgresSimulation postgres;

	private int wakes;

	DatabaseWatch(PostgresSimulation postgres) {
		this.postgres = postgres;
	}

	@Override
	public DatabaseState get() {
		if (!this.postgres.getServer().isRunning()) {
			return DatabaseState.AWAY;
		}
		return (this.postgres instanceof Neon neon && hasSlept(neon)) ? DatabaseState.ASLEEP : DatabaseState.AWAKE;
	}

	// Where many want to connect it is woken up at once
	private boolean hasSlept(Neon neon) {
		int before = this.wakes;
		this.wakes = neon.getWakes();
		return neon.isAsleep() || this.wakes != before;
	}

}
