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
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application as a process of its own that is given a database.
 */
@Tag("smoke")
@SimulatedPostgres
class DatabaseUrlIntegrationTests {

	@TempDir
	private Path directory;

	@BeforeEach
	void createOwner(PostgresSimulation postgres) {
		postgres.execute("DROP ROLE IF EXISTS clerk");
		postgres.execute("CREATE ROLE clerk LOGIN PASSWORD 'p@ss/word'");
		postgres.execute("ALTER DATABASE %s OWNER TO clerk".formatted(postgres.getDatabase()));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void orderIsKeptInDatabaseOfUrl(boolean aotEnabled, PostgresSimulation postgres) throws IOException {
		UUID reference = UUID.randomUUID();
		try (ApplicationProcess application = startApplication(postgres, aotEnabled)) {
			placeOrder(application, reference);
			assertThat(application.getOutput()).doesNotContain("embedded PostgreSQL");
		}
		assertThat(postgres.queryForLong("SELECT count(*) FROM orders")).isOne();
		assertThat(postgres.queryForLong("SELECT count(*) FROM orders WHERE reference = '%s'".formatted(reference)))
			.isOne();
	}

	private ApplicationProcess startApplication(PostgresSimulation postgres, boolean aotEnabled) throws IOException {
		String url = "postgres://clerk:p%%40ss%%2Fword@localhost:%s/%s".formatted(postgres.getPort(),
				postgres.getDatabase());
		return ApplicationProcess.start(url, aotEnabled, this.directory);
	}

	private void placeOrder(ApplicationProcess application, UUID reference) {
		RestTestClient.bindToServer()
			.baseUrl(application.getUrl())
			.build()
			.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("reference", reference, "product", "coffee", "quantity", 1))
			.exchange()
			.expectStatus()
			.isCreated();
	}

}
