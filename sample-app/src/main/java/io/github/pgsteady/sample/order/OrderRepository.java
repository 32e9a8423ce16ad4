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
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/**
 * Orders, as Spring Data sees them.
 */
interface OrderRepository extends ListCrudRepository<Order, Long> {

	/**
	 * Insert an order, unless there is one of that reference. Of clients that ask at the
	 * same time one succeeds, and the others wait for it.
	 * @param reference the reference of the order
	 * @param product what is ordered
	 * @param quantity how many of it
	 * @return the order, or empty if the reference is taken
	 */
	@Query("""
			INSERT INTO orders (reference, product, quantity) VALUES (:reference, :product, :quantity)
			ON CONFLICT (reference) DO NOTHING RETURNING *
			""")
	Optional<Order> insertIfAbsent(UUID reference, String product, int quantity);

	/**
	 * Cancel an order that still stands.
	 * @param id the number of the order
	 * @return the order, or empty if there was nothing to cancel
	 */
	@Query("UPDATE orders SET status = 'CANCELLED' WHERE id = :id AND status = 'PLACED' RETURNING *")
	Optional<Order> cancel(long id);

	Optional<Order> findByReference(UUID reference);

	List<Order> findTop100ByOrderByIdDesc();

}
