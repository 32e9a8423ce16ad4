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

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how the longest queue is found although nobody looks while it is there.
 */
@SimulatedPostgres
@Timeout(60)
class PoolQueueIntegrationTests {

	@Test
	void longestQueueIsSeenWhenAConnectionComesBack(PostgresSimulation postgres) {
		PoolContexts.to(postgres).withPropertyValues("spring.datasource.hikari.maximum-pool-size=1").run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			new JdbcTemplate(dataSource).execute("select 1");
			PoolQueue queue = context.getBean(PoolStates.class).getPools().iterator().next().getQueue();
			// What looks each second
			context.getBean(PoolLifecycle.class).stop();
			queue.takePeak();
			List<CompletableFuture<Void>> calls;
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.isClosed()).isFalse();
				calls = IntStream.range(0, 5)
					.mapToObj((i) -> CompletableFuture.runAsync(() -> new JdbcTemplate(dataSource).execute("select 1"),
							PoolQueueIntegrationTests::run))
					.toList();
				await().until(() -> dataSource.getHikariPoolMXBean().getThreadsAwaitingConnection() == 5);
			}
			calls.forEach(CompletableFuture::join);
			assertThat(queue.takePeak()).isEqualTo(5);
			assertThat(queue.takePeak()).isZero();
		});
	}

	private static void run(Runnable task) {
		new Thread(task).start();
	}

}
