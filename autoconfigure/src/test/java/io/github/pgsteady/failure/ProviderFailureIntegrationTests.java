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

package io.github.pgsteady.failure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.FormerSupavisorError;
import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.error.PgBouncerError;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests what each error of PostgreSQL, PgBouncer, Supavisor and Neon means, as the driver
 * throws it, against a table that was written apart from the rules.
 */
@SimulatedPostgres
class ProviderFailureIntegrationTests {

	private final FailureClassifier classifier = FailureClassifiers.builtIn();

	static Stream<Expected> expected() throws IOException {
		return new ClassPathResource("expected-failures.txt", ProviderFailureIntegrationTests.class)
			.getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.map(Expected::parse);
	}

	@ParameterizedTest
	@MethodSource("expected")
	void errorWhileConnecting(Expected expected, PostgresSimulation postgres) {
		// Otherwise the driver tries a second time after a 28000
		postgres.getProxy().inject(Fault.reject(expected.error()).times(2));
		try (Connection connection = postgres.connect()) {
			fail("Connected: " + connection);
		}
		catch (SQLException ex) {
			assertThat(this.classifier.classifyConnect(ex).failureClass()).isEqualTo(expected.connecting());
		}
	}

	@ParameterizedTest
	@MethodSource("expected")
	void errorInASession(Expected expected, PostgresSimulation postgres) throws SQLException {
		postgres.getProxy().inject(Fault.fail(expected.error()).beforeStatement("select 42"));
		try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
			statement.execute("select 42");
			fail("No error");
		}
		catch (SQLException ex) {
			// The driver prepares once more after a 26000, and finds its connection
			// closed
			FailureClass failureClass = expected.error().sqlState().equals("26000") ? FailureClass.CONNECTION_LOST
					: expected.inSession();
			assertThat(this.classifier.classify(ex).failureClass()).isEqualTo(failureClass);
		}
	}

	@Test
	void nothingIsLeftOut() throws IOException {
		Stream<ServerError> all = Stream
			.of(PostgresError.values(), NeonError.values(), SupavisorError.values(), FormerSupavisorError.values(),
					PgBouncerError.values())
			.flatMap(Arrays::stream);
		assertThat(expected().map(Expected::error)).containsExactlyElementsOf(all.toList());
	}

	/**
	 * A row of the table.
	 *
	 * @param error the error
	 * @param inSession what it means in a session
	 * @param connecting what it means while connecting
	 */
	record Expected(ServerError error, FailureClass inSession, FailureClass connecting) {

		static Expected parse(String line) {
			String[] columns = line.split(" \\| ");
			String[] name = columns[0].split("\\.");
			return new Expected(error(name[0], name[1]), FailureClass.valueOf(columns[1]),
					FailureClass.valueOf(columns[2]));
		}

		private static ServerError error(String type, String name) {
			return switch (type) {
				case "PostgresError" -> PostgresError.valueOf(name);
				case "NeonError" -> NeonError.valueOf(name);
				case "SupavisorError" -> SupavisorError.valueOf(name);
				case "FormerSupavisorError" -> FormerSupavisorError.valueOf(name);
				default -> PgBouncerError.valueOf(name);
			};
		}

	}

}
