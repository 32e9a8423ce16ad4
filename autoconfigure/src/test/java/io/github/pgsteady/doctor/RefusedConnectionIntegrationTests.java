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

package io.github.pgsteady.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.error.PgBouncerError;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.server.Occupation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for databases that cannot be reached, or let nobody in: what they say is told in
 * their words, once, with a remedy.
 */
@SimulatedPostgres
class RefusedConnectionIntegrationTests {

	static Stream<Arguments> refusals() {
		return Stream.of(Arguments.of(PostgresError.TOO_MANY_CLIENTS, "too-many-connections"),
				Arguments.of(PostgresError.SLOTS_RESERVED, "too-many-connections"),
				Arguments.of(PostgresError.TOO_MANY_CONNECTIONS_FOR_ROLE, "too-many-connections"),
				Arguments.of(PostgresError.TOO_MANY_CONNECTIONS_FOR_DATABASE, "too-many-connections"),
				Arguments.of(PostgresError.STARTING_UP, "starting"),
				Arguments.of(PostgresError.SHUTTING_DOWN, "starting"),
				Arguments.of(PostgresError.NO_PG_HBA_ENTRY, "tls-required"),
				Arguments.of(PostgresError.ROLE_DOES_NOT_EXIST, "wrong-password"),
				Arguments.of(PostgresError.DATABASE_DOES_NOT_EXIST, "unknown-database"),
				Arguments.of(PostgresError.PERMISSION_DENIED_FOR_DATABASE, "refused"),
				Arguments.of(NeonError.ENDPOINT_NOT_FOUND, "unknown-endpoint"),
				Arguments.of(NeonError.COMPUTE_TIME_QUOTA, "quota"),
				Arguments.of(NeonError.IP_ADDRESS_NOT_ALLOWED, "blocked-network"),
				Arguments.of(NeonError.PASSWORD_AUTHENTICATION_FAILED, "wrong-password"),
				Arguments.of(NeonError.COULD_NOT_CONNECT_TO_COMPUTE, "starting"),
				Arguments.of(SupavisorError.MAX_CLIENTS_IN_SESSION_MODE, "too-many-connections"),
				Arguments.of(SupavisorError.TENANT_NOT_FOUND, "unknown-tenant"),
				Arguments.of(SupavisorError.AUTHENTICATIONS_BLOCKED, "blocked-for-a-while"),
				Arguments.of(SupavisorError.ADDRESS_NOT_ALLOWED, "blocked-network"),
				Arguments.of(PgBouncerError.MAX_CLIENT_CONNECTIONS, "too-many-connections"),
				Arguments.of(PgBouncerError.NO_SUCH_DATABASE, "unknown-database"),
				Arguments.of(PgBouncerError.UNSUPPORTED_STARTUP_PARAMETER, "startup-parameter"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void refusalIsToldInTheServersWords(ServerError error, String finding, Postgres postgres) {
		postgres.getProxy().inject(Fault.reject(error).always());
		long connections = postgres.getProxy().getConnections();
		Examined examined = Examined.structured(postgres.getDatabaseUrl());
		assertUnreachable(examined, Stage.LOGIN, error.message(), finding);
		// For TCP, for TLS, and one that logs in
		assertThat(postgres.getProxy().getConnections() - connections).isEqualTo(3);
	}

	@ParameterizedTest
	@MethodSource("wrongPasswords")
	void wrongPasswordIsTriedOnce(String parameters, Postgres postgres) {
		long connections = postgres.getProxy().getConnections();
		String url = "postgres://%s:never-the-one@127.0.0.1:%s,127.0.0.1:%2$s/%s%s".formatted(postgres.getUsername(),
				postgres.getPort(), postgres.getDatabase(), parameters);
		Examined examined = Examined.structured(url);
		assertUnreachable(examined, Stage.LOGIN,
				"FATAL: password authentication failed for user \"%s\"".formatted(postgres.getUsername()),
				"wrong-password");
		assertThat(examined.out()).doesNotContain("never-the-one");
		assertThat(postgres.getProxy().getConnections() - connections).isEqualTo(3);
	}

	static Stream<String> wrongPasswords() {
		return Stream.of("", "?sslmode=prefer", "?sslmode=allow", "?target_session_attrs=read-write");
	}

	@Test
	void databaseThatIsNotThere(Postgres postgres) {
		Examined examined = Examined.structured(postgres.getDatabaseUrl() + "_gone");
		assertUnreachable(examined, Stage.LOGIN,
				"FATAL: database \"%s_gone\" does not exist".formatted(postgres.getDatabase()), "unknown-database");
		assertThat(examined.finding("unknown-database", "remedy")).contains("create database");
	}

	@Test
	void serverWithoutAConnectionLeft(Postgres postgres) {
		try (Occupation all = postgres.getServer().occupyAll()) {
			Examined examined = Examined.structured(postgres.getDatabaseUrl());
			assertUnreachable(examined, Stage.LOGIN, "remaining connection slots are reserved", "too-many-connections");
			assertThat(examined.finding("too-many-connections", "remedy")).contains("maximum-pool-size");
			assertThat(all.size()).isPositive();
		}
	}

	@Test
	void serverWithOneConnectionLeft(Postgres postgres) {
		postgres.getServer().setConnectionLimit(4);
		try (Occupation others = postgres.getServer().occupy(3)) {
			Examined examined = Examined.structured(postgres.getDatabaseUrl());
			assertThat(examined.status()).isEqualTo(Report.FINDINGS);
			assertThat(examined.findings()).containsExactlyInAnyOrder("too-many-connections",
					"connections-above-limit");
			assertThat(examined.summary(Stage.ENDPOINT))
				.startsWith("No second connection: FATAL: too many connections");
			assertThat(examined.verdict(Stage.SESSIONS)).isEqualTo("skipped");
			assertThat(examined.verdict(Stage.LATENCY)).isEqualTo("passed");
			assertThat(examined.facts(Stage.SERVER)).containsEntry("roleLimit", 4)
				.containsEntry("usedByOthers", others.size());
		}
		finally {
			postgres.getServer().setConnectionLimit(-1);
		}
	}

	@Test
	void hostThatIsNotKnown() {
		Examined examined = Examined.structured("postgres://app:secret-word@nowhere.invalid/orders?sslmode=require");
		assertUnreachable(examined, Stage.DNS, "UnknownHostException: nowhere.invalid", "unknown-host");
		assertThat(examined.verdict(Stage.TCP)).isEqualTo("skipped");
	}

	@Test
	void privateHostOutsideItsNetwork() {
		Examined examined = Examined.structured("postgres://app:secret-word@postgres.railway.internal/railway");
		assertUnreachable(examined, Stage.DNS, "postgres.railway.internal", "unknown-host");
		assertThat(examined.finding("unknown-host", "remedy")).contains("DATABASE_PUBLIC_URL");
	}

	@Test
	void portWhereNobodyListens() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		Examined examined = Examined.structured("postgres://app:secret-word@127.0.0.1:%s/orders".formatted(port));
		assertUnreachable(examined, Stage.TCP,
				"Connection to 127.0.0.1:%s refused. Check that the hostname".formatted(port), "not-listening");
	}

	@Test
	void serverThatSaysNothing(Postgres postgres) {
		postgres.getProxy().inject(Fault.stall());
		Examined examined = Examined.structured(Map.of("pgsteady.providers.generic.connect-timeout", "1s",
				"pgsteady.providers.generic.login-timeout", "2s"), postgres.getDatabaseUrl());
		assertUnreachable(examined, Stage.LOGIN, "", "never-reached");
		assertThat(examined.verdict(Stage.TCP)).isEqualTo("passed");
		assertThat(examined.verdict(Stage.TLS)).isEqualTo("failed");
		assertThat(examined.summary(Stage.TLS)).isEqualTo("No answer to the request for TLS within 1 s");
	}

	@Test
	void serverThatHangsUp(Postgres postgres) {
		postgres.getProxy().inject(Fault.cut(Cut.FIN).whenIdle(Duration.ofMillis(1)));
		Examined examined = Examined.structured(postgres.getDatabaseUrl());
		assertThat(examined.status()).isNotZero();
		assertThat(examined.findings()).isNotEmpty();
	}

	private static void assertUnreachable(Examined examined, Stage stage, String words, String finding) {
		assertThat(examined.status()).as(examined.out()).isEqualTo(Report.UNREACHABLE);
		assertThat(examined.verdict(stage)).isEqualTo("failed");
		assertThat(examined.summary(stage)).contains(words);
		assertThat(examined.findings()).containsExactly(finding);
		assertThat(examined.finding(finding, "where")).contains(words);
		assertThat(examined.finding(finding, "remedy")).isNotBlank();
		assertThat(examined.report()).containsEntry("applicationYaml", "");
		assertThat(examined.verdict(Stage.LATENCY)).isEqualTo("skipped");
	}

}
