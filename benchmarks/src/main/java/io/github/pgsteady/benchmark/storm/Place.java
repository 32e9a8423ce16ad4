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

package io.github.pgsteady.benchmark.storm;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Postgres;

/**
 * Where a storm is.
 */
enum Place {

	/**
	 * A PostgreSQL with all its defaults.
	 */
	POSTGRES {

		@Override
		PostgresSimulation start() {
			return Postgres.start();
		}

	},

	/**
	 * A PostgreSQL with 22 connections for applications.
	 */
	SMALL {

		@Override
		PostgresSimulation start() {
			return Postgres.builder().maxConnections(25).start();
		}

	},

	/**
	 * A compute that sleeps.
	 */
	NEON {

		@Override
		PostgresSimulation start() {
			return Neon.start();
		}

	};

	abstract PostgresSimulation start();

}
