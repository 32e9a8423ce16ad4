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

package io.github.pgsteady.pool;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.FaultProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests in the times of production, which are minutes.
 */
@SimulatedPostgres
@Tag("full")
@Timeout(300)
class PoolInRealTimeIntegrationTests {

	@Test
	void passwordThatBecameWrongIsTriedFiveTimesInTwoMinutes(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.minimum-idle=2",
					"spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				JdbcTemplate jdbc = new JdbcTemplate(dataSource);
				jdbc.execute("select 1");
				dataSource.getHikariConfigMXBean().setPassword("wrong");
				long before = postgres.getProxy().getConnections();
				dataSource.getHikariPoolMXBean().softEvictConnections();
				long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
				while (System.nanoTime() - end < 0) {
					assertThatException().isThrownBy(() -> jdbc.execute("select 1"));
				}
				assertThat(postgres.getProxy().getConnections() - before).isBetween(1L, 5L);
			});
	}

	@Test
	void quietApplicationSendsNothing(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("pgsteady.may-sleep=true", "spring.datasource.hikari.idle-timeout=10000")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				new JdbcTemplate(dataSource).execute("select 1");
				FaultProxy proxy = postgres.getProxy();
				await().atMost(Duration.ofSeconds(45))
					.until(() -> dataSource.getHikariPoolMXBean().getTotalConnections() == 0);
				await().until(() -> proxy.getLinks().isEmpty());
				long bytes = proxy.getTraffic().bytesToServer();
				await().during(Duration.ofSeconds(60))
					.atMost(Duration.ofSeconds(70))
					.until(() -> proxy.getTraffic().bytesToServer() == bytes && proxy.getLinks().isEmpty());
			});
	}

}
