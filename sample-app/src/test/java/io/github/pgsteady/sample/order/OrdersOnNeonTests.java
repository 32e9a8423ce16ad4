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

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Provider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application on a database that falls asleep, as Neon's does.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "pgsteady.provider=neon", "orders.embedded-postgres.enabled=false" })
@AutoConfigureRestTestClient
@SimulatedPostgres(Provider.NEON)
class OrdersOnNeonTests {

	@Autowired
	private RestTestClient client;

	// It falls asleep when a test says so, and not in the middle of its first order
	@BeforeEach
	void stayAwake(Neon neon) {
		neon.setQuietTime(Duration.ofMinutes(10));
	}

	@Test
	void whenDatabaseFellAsleepThenNextOrderWakesIt(Neon neon) {
		OrderRequest first = order();
		OrderRequest second = order();
		place(first).expectStatus().isCreated();
		neon.setQuietTime(Duration.ofSeconds(1));
		neon.awaitAsleep();
		int wakes = neon.getWakes();
		place(second).expectStatus().isCreated();
		assertThat(neon.getWakes()).isGreaterThan(wakes);
		assertThat(orders(neon, first)).isOne();
		assertThat(orders(neon, second)).isOne();
	}

	@Test
	void whenDatabaseIsSuspendedBetweenOrdersThenRepeatedOneIsPlacedOnce(Neon neon) {
		OrderRequest first = order();
		OrderRequest second = order();
		place(first).expectStatus().isCreated();
		neon.suspend();
		// The pool does not look at a connection that has just been used
		Awaitility.await().until(() -> place(second).returnResult().getStatus().is2xxSuccessful());
		assertThat(orders(neon, first)).isOne();
		assertThat(orders(neon, second)).isOne();
	}

	@Test
	void whenDatabaseSleepsThenHealthDoesNotWakeIt(Neon neon) {
		place(order()).expectStatus().isCreated();
		neon.setQuietTime(Duration.ofSeconds(1));
		neon.awaitAsleep();
		int wakes = neon.getWakes();
		for (int i = 0; i < 20; i++) {
			this.client.get()
				.uri("/actuator/health/db")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.status")
				.isEqualTo("UP");
		}
		assertThat(neon.getWakes()).isEqualTo(wakes);
		assertThat(neon.isAsleep()).isTrue();
	}

	@Test
	void endpointExplainsTheDataSourceWithoutWakingTheDatabase(Neon neon) {
		place(order()).expectStatus().isCreated();
		neon.setQuietTime(Duration.ofSeconds(1));
		neon.awaitAsleep();
		int wakes = neon.getWakes();
		this.client.get()
			.uri("/actuator/pgsteady/dataSource")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.provider.name")
			.isEqualTo("neon")
			.jsonPath("$.settings.keepalive-time.value")
			.isEqualTo("0s")
			.jsonPath("$.settings.keepalive-time.origin")
			.isEqualTo("provider")
			.jsonPath("$.pool.state")
			.isEqualTo("quiet");
		this.client.get().uri("/actuator/pgsteady/other").exchange().expectStatus().isNotFound();
		assertThat(neon.getWakes()).isEqualTo(wakes);
	}

	@Test
	void endpointChangesNothingUnlessItIsOpened() {
		this.client.post()
			.uri("/actuator/pgsteady/dataSource")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("action", "evict"))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
	}

	private OrderRequest order() {
		return new OrderRequest(UUID.randomUUID(), "coffee", 1);
	}

	private ResponseSpec place(OrderRequest order) {
		return this.client.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).body(order).exchange();
	}

	private long orders(Neon neon, OrderRequest order) {
		return neon.queryForLong("SELECT count(*) FROM orders WHERE reference = '%s'".formatted(order.reference()));
	}

}
