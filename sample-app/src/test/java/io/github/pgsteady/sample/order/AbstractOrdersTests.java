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

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application over HTTP, whichever server its database is on.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
abstract class AbstractOrdersTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private JdbcClient jdbcClient;

	@Test
	void placedOrderCanBeRead() {
		String product = productInStock(5);
		OrderResponse placed = placed(new OrderRequest(UUID.randomUUID(), product, 2));
		OrderResponse read = body(get("/orders/" + placed.id()));
		assertThat(read).isEqualTo(placed);
		assertThat(read.product()).isEqualTo(product);
		assertThat(read.quantity()).isEqualTo(2);
		assertThat(read.status()).isEqualTo(Order.Status.PLACED);
		assertThat(available(product)).isEqualTo(3);
	}

	@Test
	void placedOrderIsLocated() {
		ResponseSpec response = place(new OrderRequest(UUID.randomUUID(), productInStock(1), 1));
		response.expectStatus().isCreated().expectHeader().valueMatches("Location", "/orders/\\d+");
	}

	@Test
	void latestOrderComesFirst() {
		OrderResponse placed = placed(new OrderRequest(UUID.randomUUID(), productInStock(1), 1));
		get("/orders").expectStatus().isOk().expectBody().jsonPath("$[0].id").isEqualTo(placed.id());
	}

	@Test
	void totalsCountOrdersThatStand() {
		String product = productInStock(10);
		placed(new OrderRequest(UUID.randomUUID(), product, 1));
		placed(new OrderRequest(UUID.randomUUID(), product, 2));
		cancel(placed(new OrderRequest(UUID.randomUUID(), product, 4)));
		get("/orders/totals").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[?(@.product == '%s')].orders".formatted(product))
			.isEqualTo(2)
			.jsonPath("$[?(@.product == '%s')].ordered".formatted(product))
			.isEqualTo(3)
			.jsonPath("$[?(@.product == '%s')].available".formatted(product))
			.isEqualTo(7);
	}

	@Test
	void whenOrderIsCancelledTwiceThenStockIsGivenBackOnce() {
		String product = productInStock(5);
		OrderResponse placed = placed(new OrderRequest(UUID.randomUUID(), product, 2));
		assertThat(cancel(placed).status()).isEqualTo(Order.Status.CANCELLED);
		assertThat(cancel(placed).status()).isEqualTo(Order.Status.CANCELLED);
		assertThat(available(product)).isEqualTo(5);
	}

	@Test
	void whenOrderIsPlacedTwiceThenThereIsOne() {
		String product = productInStock(5);
		OrderRequest request = new OrderRequest(UUID.randomUUID(), product, 2);
		assertThat(placed(request)).isEqualTo(placed(request));
		assertThat(quantities(product)).containsExactly(2);
		assertThat(available(product)).isEqualTo(3);
	}

	@Test
	void whenReferenceBelongsToAnotherOrderThenOrderIsRefused() {
		String product = productInStock(5);
		OrderResponse placed = placed(new OrderRequest(UUID.randomUUID(), product, 2));
		problem(place(new OrderRequest(placed.reference(), product, 3)), HttpStatus.CONFLICT);
		assertThat(quantities(product)).containsExactly(2);
		assertThat(available(product)).isEqualTo(3);
	}

	@Test
	void whenStockIsInsufficientThenNothingIsLeftBehind() {
		String product = productInStock(5);
		ResponseSpec response = place(new OrderRequest(UUID.randomUUID(), product, 6));
		problem(response, HttpStatus.CONFLICT).jsonPath("$.detail")
			.isEqualTo("There is not enough of '%s'".formatted(product));
		assertThat(quantities(product)).isEmpty();
		assertThat(available(product)).isEqualTo(5);
	}

	@Test
	void whenProductIsUnknownThenOrderIsRefused() {
		String product = UUID.randomUUID().toString();
		problem(place(new OrderRequest(UUID.randomUUID(), product, 1)), HttpStatus.CONFLICT);
		assertThat(quantities(product)).isEmpty();
	}

	@Test
	void whenRequestIsInvalidThenProblemNamesEachField() {
		ResponseSpec response = post("/orders", """
				{ "product": " ", "quantity": 0 }
				""");
		problem(response, HttpStatus.BAD_REQUEST).jsonPath("$.errors.reference")
			.isEqualTo("must not be null")
			.jsonPath("$.errors.product")
			.isEqualTo("must not be blank")
			.jsonPath("$.errors.quantity")
			.isEqualTo("must be greater than 0");
	}

	@Test
	void whenOrderIsUnknownThenProblemSaysSo() {
		problem(get("/orders/0"), HttpStatus.NOT_FOUND).jsonPath("$.detail").isEqualTo("There is no order 0");
	}

	@Test
	void whenUnknownOrderIsCancelledThenProblemSaysSo() {
		problem(post("/orders/0/cancellation", ""), HttpStatus.NOT_FOUND);
	}

	@Test
	void whenOrdersAreConcurrentThenNoneIsOversold() throws Exception {
		String product = productInStock(10);
		List<HttpStatusCode> statuses = concurrently(30,
				() -> place(new OrderRequest(UUID.randomUUID(), product, 1)).returnResult().getStatus());
		assertThat(Collections.frequency(statuses, HttpStatus.CREATED)).isEqualTo(10);
		assertThat(Collections.frequency(statuses, HttpStatus.CONFLICT)).isEqualTo(20);
		assertThat(quantities(product)).hasSize(10);
		assertThat(available(product)).isZero();
	}

	@Test
	void whenSameOrderIsPlacedConcurrentlyThenThereIsOne() throws Exception {
		String product = productInStock(10);
		OrderRequest request = new OrderRequest(UUID.randomUUID(), product, 1);
		assertThat(concurrently(10, () -> placed(request)).stream().collect(Collectors.toSet())).hasSize(1);
		assertThat(quantities(product)).containsExactly(1);
		assertThat(available(product)).isEqualTo(9);
	}

	@Test
	void databaseIsHealthy() {
		get("/actuator/health/db").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("UP")
			.jsonPath("$.details.database")
			.isEqualTo("PostgreSQL")
			.jsonPath("$.details.state")
			.value(String.class, (state) -> assertThat(state).isIn("quiet", "busy"))
			.jsonPath("$.details.pool.maximum")
			.value(Integer.class, (maximum) -> assertThat(maximum).isPositive())
			.jsonPath("$.details.lastSuccess.age")
			.exists();
	}

	@Test
	void poolIsMeasured() {
		get("/actuator/metrics/hikaricp.connections.max").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.measurements[0].value")
			.value(Double.class, (max) -> assertThat(max).isPositive());
	}

	private String productInStock(int available) {
		String product = UUID.randomUUID().toString();
		this.jdbcClient.sql("INSERT INTO stock (product, available) VALUES (?, ?)").params(product, available).update();
		return product;
	}

	private int available(String product) {
		return this.jdbcClient.sql("SELECT available FROM stock WHERE product = ?")
			.param(product)
			.query(Integer.class)
			.single();
	}

	private List<Integer> quantities(String product) {
		return this.jdbcClient.sql("SELECT quantity FROM orders WHERE product = ?")
			.param(product)
			.query(Integer.class)
			.list();
	}

	private OrderResponse placed(OrderRequest request) {
		return body(place(request));
	}

	private OrderResponse cancel(OrderResponse order) {
		return body(post("/orders/%s/cancellation".formatted(order.id()), ""));
	}

	private ResponseSpec place(OrderRequest request) {
		return post("/orders", request);
	}

	private ResponseSpec post(String uri, Object body) {
		// The application answers in the language of the JVM otherwise
		return this.client.post()
			.uri(uri)
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange();
	}

	private ResponseSpec get(String uri) {
		return this.client.get().uri(uri).exchange();
	}

	private OrderResponse body(ResponseSpec response) {
		OrderResponse order = response.expectStatus()
			.is2xxSuccessful()
			.expectBody(OrderResponse.class)
			.returnResult()
			.getResponseBody();
		assertThat(order).isNotNull();
		return order;
	}

	private RestTestClient.BodyContentSpec problem(ResponseSpec response, HttpStatus status) {
		return response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(status.value());
	}

	private <T> List<T> concurrently(int times, Callable<T> task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(times);
		try {
			List<Future<T>> futures = executor.invokeAll(Collections.nCopies(times, task));
			return futures.stream().map(this::result).toList();
		}
		finally {
			executor.shutdown();
		}
	}

	private <T> T result(Future<T> future) {
		try {
			return future.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
