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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.provider.Provider;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.server.StopMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link SimulatedPostgres}: as a user has it, and, with the test kit, what
 * comes of tests that fail.
 */
@SimulatedPostgres(maxConnections = 20, settings = "work_mem = 5MB")
class SimulatedPostgresIntegrationTests {

	private static int serverPort;

	@BeforeAll
	static void serverIsThereBeforeTheFirstTest(PostgresSimulation postgres) {
		serverPort = postgres.getServer().getPort();
	}

	@RepeatedTest(3)
	void databaseIsFresh(PostgresSimulation postgres) throws SQLException {
		try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
			statement.execute("create table note (text text)");
		}
		assertThat(postgres.getServer().getPort()).as("the same server").isEqualTo(serverPort);
	}

	@Test
	void attributesReachTheServer(Postgres postgres) {
		assertThat(postgres.queryForLong("select setting from pg_settings where name = 'max_connections'"))
			.isEqualTo(20);
		assertThat(postgres.queryForLong("select setting from pg_settings where name = 'work_mem'")).isEqualTo(5120);
	}

	@Test
	void faultsAreLiftedAndEverythingIsClosedAlsoWhenTestsFail() {
		FailingTests.simulations.clear();
		EngineExecutionResults results = run(FailingTests.class);
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(1).failed(1));
		assertThat(FailingTests.simulations).hasSize(2).first().isSameAs(FailingTests.simulations.get(1));
		assertThat(FailingTests.simulations.get(0).getServer().isRunning()).isFalse();
	}

	@Test
	void wrongTypeOfParameterIsTold() {
		assertThat(failure(WrongProviderTests.class)).hasMessageContaining(
				"The test wants a Neon, and @SimulatedPostgres gives it a Postgres: name the provider there");
	}

	@Test
	void impossibleSettingIsTold() {
		assertThat(failure(WrongSettingTests.class))
			.hasMessage("A setting in @SimulatedPostgres has to be name=value, but is 'work_mem'");
	}

	@Test
	void oneInstanceForAllTestsIsFine() {
		run(PerClassTests.class).testEvents().assertStatistics((statistics) -> statistics.succeeded(2));
	}

	@Test
	void annotationMayStandOnAnother() {
		run(ComposedTests.class).testEvents().assertStatistics((statistics) -> statistics.succeeded(1));
	}

	private static EngineExecutionResults run(Class<?> tests) {
		return EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.conditions.deactivate", "*")
			.selectors(DiscoverySelectors.selectClass(tests))
			.execute();
	}

	private static Throwable failure(Class<?> tests) {
		return run(tests).allEvents()
			.executions()
			.stream()
			.map((execution) -> execution.getTerminationInfo())
			.filter((info) -> info.executed() && info.getExecutionResult().getStatus() == Status.FAILED)
			.findFirst()
			.orElseThrow()
			.getExecutionResult()
			.getThrowable()
			.orElseThrow();
	}

	@SimulatedPostgres
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class FailingTests {

		static final List<PostgresSimulation> simulations = new ArrayList<>();

		@Test
		void firstLeavesAMess(PostgresSimulation postgres) {
			simulations.add(postgres);
			postgres.getProxy().inject(Fault.refuse());
			postgres.getServer().stop(StopMode.FAST);
			fail("on purpose");
		}

		@Test
		void secondFindsNothingOfIt(PostgresSimulation postgres) throws SQLException {
			simulations.add(postgres);
			try (Connection connection = postgres.connect()) {
				assertThat(connection.isValid(5)).isTrue();
			}
		}

	}

	@SimulatedPostgres
	static class WrongProviderTests {

		@Test
		void wantsNeon(Neon neon) {
			fail("is not run");
		}

	}

	@SimulatedPostgres(settings = "work_mem")
	static class WrongSettingTests {

		@Test
		void isNotRun() {
			fail("is not run");
		}

	}

	@SimulatedPostgres
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class PerClassTests {

		private final PostgresSimulation simulation;

		PerClassTests(PostgresSimulation simulation) {
			this.simulation = simulation;
		}

		@RepeatedTest(2)
		void isTheSame(PostgresSimulation postgres) {
			assertThat(postgres).isSameAs(this.simulation);
			postgres.execute("create table note (text text)");
		}

	}

	@SimulatedPostgres(Provider.NEON)
	@Retention(RetentionPolicy.RUNTIME)
	@interface OnNeon {

	}

	@OnNeon
	static class ComposedTests {

		@Test
		void isNeon(Neon neon) {
			assertThat(neon.isAsleep()).isFalse();
		}

	}

	@Nested
	class NestedTests {

		@Test
		void serverIsTheOneOfTheClassAround(PostgresSimulation postgres) {
			assertThat(postgres.getServer().getPort()).isEqualTo(serverPort);
		}

	}

}
