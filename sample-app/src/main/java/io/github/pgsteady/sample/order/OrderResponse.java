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

import java.time.Instant;
import java.util.UUID;

/**
 * An order as clients see it.
 *
 * @param id the number of the order
 * @param reference the name that the client gave it
 * @param product what is ordered
 * @param quantity how many of it
 * @param status whether it still stands
 * @param placedAt when it was placed
 */
record OrderResponse(long id, UUID reference, String product, int quantity, Order.Status status, Instant placedAt) {

	static OrderResponse of(Order order) {
		return new OrderResponse(order.id(), order.reference(), order.product(), order.quantity(), order.status(),
				order.placedAt());
	}

}
