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

package io.github.pgsteady.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing the application puts out has a password in it, however much it is
 * asked to tell.
 */
@SimulatedPostgres
class SecretsIntegrationTests {

	private static final String MARK = "m4rk3d";

	private static final String[] TALKATIVE = { "--management.endpoints.web.exposure.include=*",
			"--management.endpoints.access.default=unrestricted", "--management.endpoint.env.show-values=always",
			"--management.endpoint.configprops.show-values=always", "--management.endpoint.health.show-details=always",
			"--logging.level.io.github.pgsteady=trace", "--logging.level.com.zaxxer.hikari=trace",
			"--logging.level.org.springframework.boot=debug", "--logging.level.org.flywaydb=debug",
			"--logging.level.org.postgresql=trace" };

	@TempDir
	private Path directory;

	@BeforeEach
	void createOwner(PostgresSimulation postgres) {
		postgres.execute("DROP ROLE IF EXISTS clerk");
		postgres.execute("CREATE ROLE clerk LOGIN PASSWORD '%s@s/1'".formatted(MARK));
		postgres.execute("ALTER DATABASE %s OWNER TO clerk".formatted(postgres.getDatabase()));
	}

	@Test
	void endpointsAndLogHaveNoPassword(PostgresSimulation postgres) throws IOException {
		try (ApplicationProcess application = ApplicationProcess.start(url(postgres, MARK + "%40s%2F1"), false,
				this.directory, TALKATIVE)) {
			RestTestClient client = RestTestClient.bindToServer().baseUrl(application.getUrl()).build();
			placeOrder(client);
			postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk'");
			// In the body of a transaction, which is not repeated unless the application
			// says so
			Awaitility.await().untilAsserted(() -> placeOrder(client));
			assertThat(links(client)).contains("/actuator/pgsteady", "/actuator/health", "/actuator/env")
				.allSatisfy((link) -> assertThat(get(client, link)).isNotEmpty().doesNotContainIgnoringCase(MARK));
			assertThat(get(client, "/actuator/pgsteady")).contains("connection-lost");
			assertThat(post(client, "/actuator/pgsteady/dataSource", Map.of("action", "evict"))).contains("closed")
				.doesNotContain(MARK);
			assertThat(application.getOutput()).contains("DEBUG").doesNotContainIgnoringCase(MARK);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "postgres://clerk:%s-wrong@localhost:%s/%s", "jdbc:postgresql://clerk:%s@localhost:%s/%s" })
	void failedStartHasNoPassword(String url, PostgresSimulation postgres) throws IOException {
		String output = ApplicationProcess.fail(url.formatted(MARK, postgres.getPort(), postgres.getDatabase()),
				this.directory, TALKATIVE);
		assertThat(output).containsAnyOf("Application run failed", "APPLICATION FAILED TO START")
			.doesNotContainIgnoringCase(MARK);
	}

	private static String url(PostgresSimulation postgres, String password) {
		return "postgres://clerk:%s@localhost:%s/%s".formatted(password, postgres.getPort(), postgres.getDatabase());
	}

	// Those of a file cannot be read as text, and those with a name in them need one
	private static Stream<String> links(RestTestClient client) {
		JsonNode links = new JsonMapper().readTree(get(client, "/actuator")).get("_links");
		return links.properties()
			.stream()
			.map((link) -> link.getValue().get("href").asString())
			.filter((link) -> !link.contains("{") && !link.endsWith("/heapdump") && !link.endsWith("/shutdown"))
			.map((link) -> link.replaceFirst("https?://[^/]+", ""));
	}

	private static void placeOrder(RestTestClient client) {
		post(client, "/orders", Map.of("reference", UUID.randomUUID(), "product", "coffee", "quantity", 1));
	}

	private static String post(RestTestClient client, String uri, Map<String, ?> body) {
		return Objects.requireNonNullElse(client.post()
			.uri(uri)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange()
			.expectStatus()
			.is2xxSuccessful()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody(), "");
	}

	private static String get(RestTestClient client, String uri) {
		return Objects.requireNonNullElse(
				client.get().uri(uri).exchange().expectBody(String.class).returnResult().getResponseBody(), "");
	}

}
