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

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.pgsteady.simulator.provider.Provider;

/**
 * The providers to choose from. To find out which one it is by itself, pgsteady would
 * need a host of theirs.
 */
enum SimulatedProvider {

	NEON("Neon", Provider.NEON, "?sslmode=require", Map.of("pgsteady.provider", "neon")),

	RAILWAY("Railway", Provider.RAILWAY, "", Map.of("pgsteady.provider", "railway")),

	SUPABASE("Supabase", Provider.SUPABASE_SESSION_POOLER, "",
			Map.of("pgsteady.provider", "supabase", "pgsteady.providers.supabase.session-pooler.hosts", "127.0.0.1")),

	RENDER("Render", Provider.RENDER, "", Map.of("pgsteady.provider", "render")),

	POSTGRES("PostgreSQL", Provider.POSTGRES, "", Map.of());

	private final String title;

	private final Provider provider;

	private final String parameters;

	private final Map<String, Object> properties;

	SimulatedProvider(String title, Provider provider, String parameters, Map<String, Object> properties) {
		this.title = title;
		this.provider = provider;
		this.parameters = parameters;
		this.properties = properties;
	}

	static SimulatedProvider of(String name) {
		return Arrays.stream(values())
			.filter((provider) -> provider.name().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(
					() -> new IllegalArgumentException("There is no provider '%s' to simulate, but: %s".formatted(name,
							Arrays.stream(values())
								.map((provider) -> provider.name().toLowerCase(Locale.ROOT))
								.collect(Collectors.joining(", ")))));
	}

	Provider provider() {
		return this.provider;
	}

	String title() {
		return this.title;
	}

	/**
	 * What the provider adds to the URLs that it hands out.
	 * @return parameters of the URL
	 */
	String parameters() {
		return this.parameters;
	}

	Map<String, Object> properties() {
		return this.properties;
	}

}
