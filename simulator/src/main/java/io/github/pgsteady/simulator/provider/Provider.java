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

package io.github.pgsteady.simulator.provider;

import java.util.function.Supplier;

import io.github.pgsteady.simulator.SimulationBuilder;

/**
 * Whose behaviour is simulated.
 *
 * @since 0.1.0
 */
public enum Provider {

	/**
	 * None: a plain {@link Postgres}.
	 */
	POSTGRES(Postgres::builder),

	/**
	 * {@link Neon}.
	 */
	NEON(Neon::builder),

	/**
	 * {@link Railway}, through its public TCP proxy.
	 */
	RAILWAY(Railway::builder),

	/**
	 * {@link Supabase} through its session pooler (port 5432).
	 */
	SUPABASE_SESSION_POOLER(() -> Supabase.builder(Supabase.Mode.SESSION)),

	/**
	 * {@link Supabase} through its transaction pooler (port 6543). It needs PgBouncer.
	 */
	SUPABASE_TRANSACTION_POOLER(() -> Supabase.builder(Supabase.Mode.TRANSACTION)),

	/**
	 * {@link Render}.
	 */
	RENDER(Render::builder);

	private final Supplier<SimulationBuilder<?, ?>> builder;

	Provider(Supplier<SimulationBuilder<?, ?>> builder) {
		this.builder = builder;
	}

	/**
	 * Prepare a simulation.
	 * @return a builder
	 */
	public SimulationBuilder<?, ?> builder() {
		return this.builder.get();
	}

}
