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
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The side without pgsteady: a pool with the defaults of Spring Boot and HikariCP. It is
 * no bean, so nobody tunes it.
 */
class PlainDesk implements OrderDesk, AutoCloseable {

	private static final AtomicInteger pools = new AtomicInteger();

	private final HikariDataSource pool;

	private final TransactionTemplate transaction;

	private final Orders orders;

	PlainDesk(JdbcConnectionDetails database, UUID run, MeterRegistry meters) {
		this.pool = DataSourceBuilder.create()
			.type(HikariDataSource.class)
			.url(database.getJdbcUrl())
			.username(database.getUsername())
			.password(database.getPassword())
			.build();
		// The meters of a pool that is being closed have another name
		this.pool.setPoolName("without-pgsteady-" + pools.incrementAndGet());
		this.pool.setMetricRegistry(meters);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.pool));
		this.orders = new Orders(JdbcClient.create(this.pool), run, SideName.WITHOUT);
	}

	@Override
	public void place(long number) {
		this.transaction.executeWithoutResult((status) -> this.orders.insert(number));
	}

	String poolName() {
		return this.pool.getPoolName();
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
