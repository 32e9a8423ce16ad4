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

package io.github.pgsteady.simulator.proxy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import io.github.pgsteady.simulator.error.FormerSupavisorError;
import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.error.PgBouncerError;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.error.SupavisorError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that the words of servers and poolers reach pgjdbc as they are, at the log-in and
 * in the middle of a session.
 */
class ServerErrorOnTheWireIntegrationTests extends AbstractFaultProxyTests {

	private static Stream<ServerError> all() {
		return Stream
			.of(PostgresError.values(), NeonError.values(), SupavisorError.values(), FormerSupavisorError.values(),
					PgBouncerError.values())
			.flatMap(Arrays::stream);
	}

	@Test
	void errorsAreReadAtTheLogin() {
		// All in one test: a database for each would take minutes
		all().forEach((error) -> {
			proxy().inject(Fault.reject(error));
			// With TLS preferred, the driver tries a second time after a 28000, without
			// it
			assertThatExceptionOfType(PSQLException.class).as(error.toString())
				.isThrownBy(() -> connect("sslmode=disable"))
				.satisfies(is(error));
		});
	}

	@Test
	void errorsComeInTheOrderOfTheScriptBeforeTheServer() throws SQLException {
		proxy().inject(Fault.reject(PostgresError.STARTING_UP).times(2));
		proxy().inject(Fault.reject(PostgresError.IN_RECOVERY));
		assertThatExceptionOfType(PSQLException.class).isThrownBy(this::connect)
			.satisfies(is(PostgresError.STARTING_UP));
		assertThatExceptionOfType(PSQLException.class).isThrownBy(this::connect)
			.satisfies(is(PostgresError.STARTING_UP));
		assertThatExceptionOfType(PSQLException.class).isThrownBy(this::connect)
			.satisfies(is(PostgresError.IN_RECOVERY));
		try (Connection connection = connect()) {
			assertThat(queryForInt(connection, "select 1")).isOne();
		}
	}

	@Test
	void errorIsReadInsteadOfAnAnswer() throws SQLException {
		Stream<ServerError> errors = Stream.of(SupavisorError.DB_HANDLER_EXITED, PgBouncerError.SERVER_CRASHED,
				PgBouncerError.QUERY_WAIT_TIMEOUT, SupavisorError.PREPARED_STATEMENT_EXISTS,
				PostgresError.IDLE_SESSION_TIMEOUT, PostgresError.TRANSACTION_TIMEOUT);
		for (ServerError error : errors.toList()) {
			proxy().inject(Fault.fail(error).beforeStatement("select 42"));
			try (Connection connection = connect()) {
				assertThat(queryForInt(connection, "select 1")).isOne();
				assertThatExceptionOfType(PSQLException.class).isThrownBy(() -> queryForInt(connection, "select 42"))
					.satisfies(is(error));
				assertThat(connection.isClosed()).isTrue();
			}
		}
	}

	// It prepares the statement once more, on a connection that the error has ended
	@Test
	void driverHidesThatAPreparedStatementIsGone() throws SQLException {
		proxy().inject(Fault.fail(SupavisorError.PREPARED_STATEMENT_NOT_FOUND).beforeStatement("select 42"));
		try (Connection connection = connect()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> queryForInt(connection, "select 42"))
				.satisfies((ex) -> {
					assertThat(ex.getSQLState()).isEqualTo("08003");
					assertThat(ex.getMessage()).isEqualTo("This connection has been closed.");
				});
		}
	}

	private static Consumer<PSQLException> is(ServerError error) {
		return (ex) -> {
			assertThat(ex.getSQLState()).isEqualTo(error.sqlState());
			assertThat(ex.getMessage()).isEqualTo(error.severity() + ": " + error.message());
			ServerErrorMessage message = ex.getServerErrorMessage();
			assertThat(message.getSeverity()).isEqualTo(error.severity());
			assertThat(message.getMessage()).isEqualTo(error.message());
		};
	}

}
