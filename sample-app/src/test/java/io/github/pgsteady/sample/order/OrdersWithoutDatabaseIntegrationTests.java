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

package io.github.pgsteady.sample.order;

import java.io.IOException;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.awaitility.Awaitility.await;

/**
 * Tests for what clients are told while the database is gone.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "DATABASE_URL=", "spring.datasource.hikari.connection-timeout=500" })
@AutoConfigureRestTestClient
@DirtiesContext
class OrdersWithoutDatabaseIntegrationTests {

	@Test
	void whenDatabaseIsGoneThenClientIsAskedToRepeat(@Autowired EmbeddedPostgres postgres,
			@Autowired RestTestClient client) throws IOException {
		postgres.close();
		unavailable(client.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(new OrderRequest(UUID.randomUUID(), "coffee", 1))
			.exchange());
		unavailable(client.get().uri("/orders").exchange());
		unavailable(client.get().uri("/orders/totals").exchange());
		await().untilAsserted(() -> client.get()
			.uri("/actuator/health/db")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectBody()
			.jsonPath("$.details.state")
			.isEqualTo("unreachable")
			.jsonPath("$.details.lastFailure.sqlState")
			.isEqualTo("08001"));
	}

	private void unavailable(RestTestClient.ResponseSpec response) {
		response.expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectHeader()
			.exists(HttpHeaders.RETRY_AFTER);
	}

}
