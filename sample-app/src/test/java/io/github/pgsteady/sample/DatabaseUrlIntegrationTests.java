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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application as a process of its own that is given a database.
 */
class DatabaseUrlIntegrationTests {

	@TempDir
	private Path directory;

	private EmbeddedPostgres postgres;

	@BeforeEach
	void startServerThatAsksForPassword() throws IOException {
		Path authentication = Files.writeString(this.directory.resolve("pg_hba.conf"), """
				host all postgres all trust
				host shop clerk all scram-sha-256
				""");
		this.postgres = EmbeddedPostgres.builder()
			.setServerConfig("hba_file", authentication.toString())
			.setServerConfig("synchronous_commit", "on")
			.start();
		JdbcClient administrator = JdbcClient.create(this.postgres.getPostgresDatabase());
		administrator.sql("CREATE ROLE clerk LOGIN PASSWORD 'p@ss/word'").update();
		administrator.sql("CREATE DATABASE shop OWNER clerk").update();
	}

	@AfterEach
	void stopServer() throws IOException {
		this.postgres.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void orderIsKeptInDatabaseOfUrl(boolean aotEnabled) throws IOException {
		UUID reference = UUID.randomUUID();
		try (ApplicationProcess application = startApplication(aotEnabled)) {
			placeOrder(application, reference);
			assertThat(application.getOutput()).doesNotContain("embedded PostgreSQL");
		}
		JdbcClient shop = JdbcClient.create(this.postgres.getDatabase("postgres", "shop"));
		assertThat(shop.sql("SELECT reference FROM orders").query(UUID.class).list()).containsExactly(reference);
	}

	private ApplicationProcess startApplication(boolean aotEnabled) throws IOException {
		String url = "postgres://clerk:p%%40ss%%2Fword@localhost:%d/shop".formatted(this.postgres.getPort());
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
