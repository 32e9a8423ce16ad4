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

import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.SimulationBuilder;

/**
 * The simulation of one test class.
 *
 * @since 0.1.0
 */
public final class ClassSimulation implements AutoCloseable {

	// Spring asks for it without knowing of JUnit
	private static final Map<Class<?>, ClassSimulation> running = new ConcurrentHashMap<>();

	private final Class<?> type;

	private final PostgresSimulation simulation;

	private volatile boolean shared;

	private @Nullable String databaseOfTest;

	private ClassSimulation(Class<?> type, PostgresSimulation simulation) {
		this.type = type;
		this.simulation = simulation;
	}

	static ClassSimulation start(Class<?> type) {
		SimulatedPostgres annotation = AnnotationSupport.findAnnotation(type, SimulatedPostgres.class).orElseThrow();
		ClassSimulation simulation = new ClassSimulation(type, builder(annotation).start());
		running.put(type, simulation);
		return simulation;
	}

	private static SimulationBuilder<?, ?> builder(SimulatedPostgres annotation) {
		SimulationBuilder<?, ?> builder = annotation.value().builder();
		if (annotation.version() != 0) {
			builder.version(annotation.version());
		}
		if (annotation.maxConnections() != 0) {
			builder.maxConnections(annotation.maxConnections());
		}
		for (String setting : annotation.settings()) {
			int equals = setting.indexOf('=');
			if (equals < 1) {
				throw new IllegalArgumentException(
						"A setting in @SimulatedPostgres has to be name=value, but is '%s'".formatted(setting));
			}
			builder.setting(setting.substring(0, equals).trim(), setting.substring(equals + 1).trim());
		}
		return annotation.tls() ? builder.tls() : builder;
	}

	/**
	 * Return the class that a test's simulation belongs to: the test class, or the one
	 * around it that has {@link SimulatedPostgres}.
	 * @param testClass the test class
	 * @return the class, or {@code null} if there is none
	 */
	public static @Nullable Class<?> owner(Class<?> testClass) {
		Class<?> type = testClass;
		while (type != null && !AnnotationSupport.isAnnotated(type, SimulatedPostgres.class)) {
			// Nested tests are inner classes; a static one has nothing to do with the one
			// around
			type = Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass();
		}
		return type;
	}

	/**
	 * Return the simulation for an application that keeps to its database: it is not
	 * replaced by a fresh one for each test any more.
	 * @param owner the class that it belongs to
	 * @return the simulation
	 * @throws IllegalStateException if it is not running
	 */
	public static PostgresSimulation share(Class<?> owner) {
		ClassSimulation simulation = running.get(owner);
		if (simulation == null) {
			throw new IllegalStateException("No simulation is running for %s".formatted(owner.getName()));
		}
		simulation.shared = true;
		return simulation.get();
	}

	PostgresSimulation get() {
		return this.simulation;
	}

	void beforeEach() {
		if (!this.shared) {
			this.databaseOfTest = this.simulation.newDatabase();
		}
	}

	// Also when the test has failed
	void afterEach() {
		this.simulation.heal();
		if (this.databaseOfTest != null && !this.shared) {
			this.simulation.getServer().dropDatabase(this.databaseOfTest);
			this.databaseOfTest = null;
		}
	}

	@Override
	public void close() {
		running.remove(this.type);
		this.simulation.close();
	}

}
