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

package io.github.pgsteady.simulator.error;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerError} and the enums that implement it.
 */
class ServerErrorTests {

	static Stream<ServerError> all() {
		return Stream
			.of(PostgresError.values(), NeonError.values(), SupavisorError.values(), FormerSupavisorError.values(),
					PgBouncerError.values())
			.flatMap(Arrays::stream);
	}

	@ParameterizedTest
	@MethodSource("all")
	void textIsComplete(ServerError error) {
		assertThat(error.severity()).isIn("FATAL", "ERROR");
		assertThat(error.sqlState()).matches("[0-9A-Z]{5}");
		assertThat(error.message()).isNotBlank().doesNotContain("%s").isEqualTo(error.message().trim());
	}

	@ParameterizedTest
	@ValueSource(classes = { PostgresError.class, NeonError.class, SupavisorError.class, FormerSupavisorError.class,
			PgBouncerError.class })
	void textsOfOneSourceDiffer(Class<? extends ServerError> source) {
		assertThat(source.getEnumConstants()).extracting(ServerError::message).doesNotHaveDuplicates();
	}

	@Test
	void textsAreExact() {
		assertThat(NeonError.CONNECTION_IS_INSECURE.message())
			.isEqualTo("connection is insecure (try using `sslmode=require`)");
		assertThat(NeonError.PASSWORD_AUTHENTICATION_FAILED.with("shop").message())
			.isEqualTo("password authentication failed for user 'shop'");
		assertThat(SupavisorError.MAX_CLIENTS_IN_SESSION_MODE.message()).isEqualTo(
				"(EMAXCONNSESSION) max clients reached in session mode - max clients are limited to pool_size: 15");
		assertThat(SupavisorError.CHECKOUT_TIMEOUT.message()).isEqualTo(
				"(ECHECKOUTTIMEOUT) unable to check out connection from the pool after 60000ms in Transaction mode");
		assertThat(SupavisorError.ADDRESS_NOT_ALLOWED.message())
			.isEqualTo("(EADDRNOTALLOWED) address not in tenant allow_list: {203, 0, 113, 7}");
		assertThat(PgBouncerError.SERVER_LOGIN_FAILING.message())
			.isEqualTo("server login has been failing, cached error: "
					+ "sorry, too many clients already (server_login_retry)");
		assertThat(PostgresError.TOO_MANY_CONNECTIONS_FOR_ROLE.with("a$1b").message())
			.isEqualTo("too many connections for role \"a$1b\"");
	}

	@Test
	void valuesHaveToFit() {
		assertThatIllegalArgumentException().isThrownBy(() -> SupavisorError.MAX_CLIENTS.with())
			.withMessageStartingWith("MAX_CLIENTS has 1 variable parts, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> PostgresError.TOO_MANY_CLIENTS.with(1));
		assertThatIllegalArgumentException().isThrownBy(() -> ServerError.of("FATAL", "57P01", "text").with(1));
		assertThat(PostgresError.TOO_MANY_CLIENTS.with().message()).isEqualTo("sorry, too many clients already");
	}

	@Test
	void impossibleErrorsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerError.of("WARNING", "57P01", "text"))
			.withMessage("A severity is ERROR, FATAL or PANIC, not 'WARNING'");
		assertThatIllegalArgumentException().isThrownBy(() -> ServerError.of("FATAL", "57p01", "text"))
			.withMessage("A SQLSTATE has five digits or upper-case letters, unlike '57p01'");
		assertThatIllegalArgumentException().isThrownBy(() -> ServerError.of("FATAL", "57P01", ""))
			.withMessage("An error needs a text");
	}

}
