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

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What is left of each product.
 */
@Repository
class StockRepository {

	private final JdbcClient jdbcClient;

	StockRepository(JdbcClient jdbcClient) {
		this.jdbcClient = jdbcClient;
	}

	/**
	 * Take a quantity of a product, or nothing if there is not enough of it.
	 * @param product the product
	 * @param quantity how many to take
	 * @return whether there was enough
	 */
	boolean take(String product, int quantity) {
		return this.jdbcClient.sql(
				"UPDATE stock SET available = available - :quantity WHERE product = :product AND available >= :quantity")
			.param("product", product)
			.param("quantity", quantity)
			.update() == 1;
	}

	void giveBack(String product, int quantity) {
		this.jdbcClient.sql("UPDATE stock SET available = available + :quantity WHERE product = :product")
			.param("product", product)
			.param("quantity", quantity)
			.update();
	}

}
