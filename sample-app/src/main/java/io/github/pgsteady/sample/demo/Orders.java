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

package io.github.pgsteady.sample.demo;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes orders: statements that belong together, and take some 25 ms.
 */
class Orders {

	private final JdbcClient jdbcClient;

	private final UUID run;

	private final SideName side;

	Orders(JdbcClient jdbcClient, UUID run, SideName side) {
		this.jdbcClient = jdbcClient;
		this.run = run;
		this.side = side;
	}

	void insert(long number) {
		long id = this.jdbcClient
			.sql("INSERT INTO demo_order (run, side, number) VALUES (:run, :side, :number) RETURNING id")
			.param("run", this.run)
			.param("side", this.side.id())
			.param("number", number)
			.query(Long.class)
			.single();
		// What else a service does within a transaction
		this.jdbcClient.sql("SELECT pg_sleep(0.02)").query().listOfRows();
		this.jdbcClient.sql("INSERT INTO demo_item (order_id, product, quantity) VALUES (:order, 'coffee', 1)")
			.param("order", id)
			.update();
	}

}
