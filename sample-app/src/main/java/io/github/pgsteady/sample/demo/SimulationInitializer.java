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

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Starts the database that is to be broken, unless the application is given another one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SimulationInitializer implements ApplicationContextInitializer<GenericApplicationContext> {

	@Override
	public void initialize(GenericApplicationContext context) {
		Environment environment = context.getEnvironment();
		if (hasDatabase(environment)) {
			return;
		}
		Simulation simulation = Simulation
			.start(SimulatedProvider.of(environment.getProperty("provider", SimulatedProvider.NEON.name())));
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("simulation", simulation.properties()));
		// The first bean is the last to be destroyed: the server outlives the pools
		context.registerBean("simulation", Simulation.class, () -> simulation);
	}

	private boolean hasDatabase(Environment environment) {
		return StringUtils.hasText(environment.getProperty("DATABASE_URL"))
				|| StringUtils.hasText(environment.getProperty("spring.datasource.url"));
	}

}
