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

package io.github.pgsteady.simulator.junit;

import java.util.Optional;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

import io.github.pgsteady.simulator.PostgresSimulation;

/**
 * Starts a simulation for a test class, and closes it afterwards.
 */
class SimulatedPostgresExtension implements BeforeAllCallback, TestInstancePreConstructCallback, BeforeEachCallback,
		AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(SimulatedPostgresExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		simulation(context);
	}

	// Comes before beforeAll where one instance is there for all tests, and before Spring
	@Override
	public void preConstructTestInstance(TestInstanceFactoryContext factoryContext, ExtensionContext context) {
		simulation(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		simulation(context).beforeEach();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		simulation(context).afterEach();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext context) {
		return PostgresSimulation.class.isAssignableFrom(parameterContext.getParameter().getType());
	}

	@Override
	public Object resolveParameter(ParameterContext parameterContext, ExtensionContext context) {
		Class<?> wanted = parameterContext.getParameter().getType();
		PostgresSimulation simulation = simulation(context).get();
		if (!wanted.isInstance(simulation)) {
			throw new ParameterResolutionException(
					"The test wants a %s, and @SimulatedPostgres gives it a %s: name the provider there"
						.formatted(wanted.getSimpleName(), simulation.getClass().getSimpleName()));
		}
		return simulation;
	}

	private ClassSimulation simulation(ExtensionContext context) {
		Class<?> owner = ClassSimulation.owner(context.getRequiredTestClass());
		if (owner == null) {
			throw new IllegalStateException("The extension needs @SimulatedPostgres on the test class");
		}
		return store(context, owner).computeIfAbsent(owner, (key) -> ClassSimulation.start(owner),
				ClassSimulation.class);
	}

	// What is in the store of a class is closed with that class
	private Store store(ExtensionContext context, Class<?> owner) {
		ExtensionContext candidate = context;
		while (candidate.getTestMethod().isPresent() || !candidate.getTestClass().equals(Optional.of(owner))) {
			candidate = candidate.getParent().orElseThrow();
		}
		return candidate.getStore(NAMESPACE);
	}

}
