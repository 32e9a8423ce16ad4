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

import java.util.List;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Places and cancels orders: an order and the stock it takes change together or not at
 * all.
 */
@Service
class OrderService {

	private final OrderRepository orders;

	private final StockRepository stock;

	OrderService(OrderRepository orders, StockRepository stock) {
		this.orders = orders;
		this.stock = stock;
	}

	@Transactional
	Order place(OrderRequest request) {
		return this.orders.insertIfAbsent(request.reference(), request.product(), request.quantity())
			.map(this::takeStock)
			.orElseGet(() -> findPlaced(request));
	}

	private Order takeStock(Order order) {
		if (!this.stock.take(order.product(), order.quantity())) {
			throw new InsufficientStockException(order.product());
		}
		return order;
	}

	private Order findPlaced(OrderRequest request) {
		return this.orders.findByReference(request.reference())
			.filter(request::isAnsweredBy)
			.orElseThrow(() -> new ReferenceTakenException(request.reference()));
	}

	@Transactional
	Order cancel(long id) {
		return this.orders.cancel(id).map(this::giveBackStock).orElseGet(() -> find(id));
	}

	private Order giveBackStock(Order order) {
		this.stock.giveBack(order.product(), order.quantity());
		return order;
	}

	Order find(long id) {
		return this.orders.findById(id).orElseThrow(() -> new OrderNotFoundException(id));
	}

	List<Order> findLatest() {
		return this.orders.findTop100ByOrderByIdDesc();
	}

}
