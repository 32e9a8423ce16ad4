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

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What has been ordered, in figures.
 */
@Repository
class OrderStatistics {

	private final JdbcClient jdbcClient;

	OrderStatistics(JdbcClient jdbcClient) {
		this.jdbcClient = jdbcClient;
	}

	List<ProductTotal> totals() {
		return this.jdbcClient.sql("""
				SELECT stock.product, available, count(id) AS orders, coalesce(sum(quantity), 0) AS ordered
				FROM stock LEFT JOIN orders ON orders.product = stock.product AND status = 'PLACED'
				GROUP BY stock.product
				ORDER BY stock.product
				""").query(ProductTotal.class).list();
	}

	/**
	 * The figures of one product.
	 *
	 * @param product the product
	 * @param available how many are left
	 * @param orders how many orders stand
	 * @param ordered how many are ordered by them
	 */
	record ProductTotal(String product, int available, long orders, long ordered) {

	}

}
