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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
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
import io.github.pgsteady.simulator.proxy.FaultInjection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what each error of PostgreSQL, PgBouncer, Supavisor and Neon means, as the driver
 * throws it, against a table that was written apart from the rules.
 */
@SimulatedPostgres
class ProviderFailureIntegrationTests {

	private final FailureClassifier classifier = FailureClassifiers.builtIn();

	private static List<Expected> expected() {
		return lines().filter((line) -> !line.startsWith("#")).map(Expected::parse).toList();
	}

	private static Stream<String> lines() {
		try {
			return new ClassPathResource("expected-failures.txt", ProviderFailureIntegrationTests.class)
				.getContentAsString(StandardCharsets.UTF_8)
				.lines();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void errorsWhileConnecting(PostgresSimulation postgres) {
		// All in one test: a database for each would take minutes
		SoftAssertions.assertSoftly((softly) -> expected()
			.forEach((expected) -> softly.assertThat(classWhileConnecting(expected.error(), postgres))
				.as(expected.toString())
				.isEqualTo(expected.connecting())));
	}

	private FailureClass classWhileConnecting(ServerError error, PostgresSimulation postgres) {
		// Otherwise the driver tries a second time after a 28000
		try (FaultInjection fault = postgres.getProxy().inject(Fault.reject(error).times(2));
				Connection connection = postgres.connect()) {
			throw new IllegalStateException("Connected, with " + fault + ": " + connection);
		}
		catch (SQLException ex) {
			return this.classifier.classifyConnect(ex).failureClass();
		}
	}

	@Test
	void errorsInASession(PostgresSimulation postgres) {
		SoftAssertions.assertSoftly((softly) -> expected()
			.forEach((expected) -> softly.assertThat(classInASession(expected.error(), postgres))
				.as(expected.toString())
				// The driver prepares once more after a 26000, and finds its connection
				// closed
				.isEqualTo(expected.error().sqlState().equals("26000") ? FailureClass.CONNECTION_LOST
						: expected.inSession())));
	}

	private FailureClass classInASession(ServerError error, PostgresSimulation postgres) {
		try (FaultInjection fault = postgres.getProxy().inject(Fault.fail(error).beforeStatement("select 42"));
				Connection connection = postgres.connect();
				Statement statement = connection.createStatement()) {
			statement.execute("select 42");
			throw new IllegalStateException("No error, with " + fault);
		}
		catch (SQLException ex) {
			return this.classifier.classify(ex).failureClass();
		}
	}

	@Test
	void nothingIsLeftOut() {
		Stream<ServerError> all = Stream
			.of(PostgresError.values(), NeonError.values(), SupavisorError.values(), FormerSupavisorError.values(),
					PgBouncerError.values())
			.flatMap(Arrays::stream);
		assertThat(expected()).extracting(Expected::error).containsExactlyElementsOf(all.toList());
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
