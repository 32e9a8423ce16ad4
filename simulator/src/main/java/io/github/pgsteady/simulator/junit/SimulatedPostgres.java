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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.provider.Provider;

/**
 * Runs a test class against a simulated PostgreSQL: one server for the class and those
 * nested in it, a fresh database for each test, and no fault left over from the test
 * before. A method of the test gets the simulation as a parameter of type
 * {@link PostgresSimulation} or of the provider's own, such as
 * {@link io.github.pgsteady.simulator.provider.Neon}. Times and limits that a test sets
 * are at their defaults for the next one, so they belong into the test or a
 * {@code @BeforeEach} method. Tests of one class run one after the other, also where
 * JUnit runs tests in parallel.
 * <p>
 * In a Spring Boot test it is also the database of the application, through its
 * connection details. The application, and with it the database, is there for the whole
 * class then: the database is not a fresh one for each test. The application context is
 * closed with the class.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(SimulatedPostgresExtension.class)
public @interface SimulatedPostgres {

	/**
	 * Whose behaviour is simulated.
	 * @return the provider; by default none
	 */
	Provider value() default Provider.POSTGRES;

	/**
	 * The server's major version, 14 to 18.
	 * @return the version; 0, the default, for the one on the class path
	 */
	int version() default 0;

	/**
	 * How many connections the server has in all, those reserved for the superuser
	 * included.
	 * @return the number; 0, the default, for 100
	 */
	int maxConnections() default 0;

	/**
	 * Settings of {@code postgresql.conf}, such as {@code idle_session_timeout=2s}.
	 * @return names and values
	 */
	String[] settings() default {};

	/**
	 * Whether TLS is spoken with clients that ask for it. Providers that do so anyway are
	 * not changed by this.
	 * @return whether it is
	 */
	boolean tls() default false;

}
