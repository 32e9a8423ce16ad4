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

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Orders over HTTP.
 */
@RestController
@RequestMapping("/orders")
class OrderController {

	private final OrderService orders;

	private final OrderStatistics statistics;

	OrderController(OrderService orders, OrderStatistics statistics) {
		this.orders = orders;
		this.statistics = statistics;
	}

	@PostMapping
	ResponseEntity<OrderResponse> place(@Valid @RequestBody OrderRequest request) {
		Order order = this.orders.place(request);
		return ResponseEntity.created(URI.create("/orders/" + order.id())).body(OrderResponse.of(order));
	}

	@PostMapping("/{id}/cancellation")
	OrderResponse cancel(@PathVariable long id) {
		return OrderResponse.of(this.orders.cancel(id));
	}

	@GetMapping("/{id}")
	OrderResponse find(@PathVariable long id) {
		return OrderResponse.of(this.orders.find(id));
	}

	@GetMapping
	List<OrderResponse> findLatest() {
		return this.orders.findLatest().stream().map(OrderResponse::of).toList();
	}

	@GetMapping("/totals")
	List<OrderStatistics.ProductTotal> totals() {
		return this.statistics.totals();
	}

}
