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

package io.github.pgsteady.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.pool.PoolStatus;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Provider;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.Traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the health of a database that may sleep neither wakes it nor keeps it awake.
 */
@SimulatedPostgres(Provider.NEON)
@Timeout(120)
class SleepingDatabaseIntegrationTests {

	@Test
	void sleepingDatabaseIsUpAndNotAsked(Neon neon) {
		runner(neon).run((context) -> {
			jdbc(context).execute("select 1");
			dataSource(context).getHikariPoolMXBean().softEvictConnections();
			neon.awaitAsleep();
			await().until(() -> neon.getProxy().getLinks().isEmpty());
			Traffic before = neon.getProxy().getTraffic();
			long connections = neon.getProxy().getConnections();
			int wakes = neon.getWakes();
			for (int i = 0; i < 100; i++) {
				Health health = HealthContexts.health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(HealthContexts.state(health)).isEqualTo("sleeping");
				assertThat(health.getDetails()).containsEntry("provider", "neon");
			}
			assertThat(neon.getProxy().getTraffic()).isEqualTo(before);
			assertThat(neon.getProxy().getConnections()).isEqualTo(connections);
			assertThat(neon.getWakes()).isEqualTo(wakes);
			assertThat(neon.isAsleep()).isTrue();
		});
	}

	@Test
	void databaseIsNotKeptAwakeOnIdleConnections(Neon neon) {
		runner(neon).run((context) -> {
			jdbc(context).execute("select 1");
			long before = neon.getProxy().getTraffic().bytesToServer();
			await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(30)).until(() -> {
				Health health = HealthContexts.health(context);
				return health.getStatus().equals(Status.UP) && neon.getProxy().getTraffic().bytesToServer() == before;
			});
			neon.awaitAsleep();
		});
	}

	@Test
	void ownQueryDoesNotKeepItAwakeEither(Neon neon) {
		runner(neon).withPropertyValues("pgsteady.health.query=select 1").run((context) -> {
			jdbc(context).execute("select 1");
			assertThat(HealthContexts.health(context).getStatus()).isEqualTo(Status.UP);
			long before = neon.getProxy().getTraffic().queries();
			await().atMost(Duration.ofSeconds(30)).until(() -> {
				assertThat(HealthContexts.health(context).getStatus()).isEqualTo(Status.UP);
				return neon.isAsleep();
			});
			// The one that may follow the first statement
			assertThat(neon.getProxy().getTraffic().queries() - before).isLessThanOrEqualTo(2);
		});
	}

	@Test
	void firstAnswerIsAskedFor(Neon neon) {
		runner(neon).run((context) -> {
			await().until(() -> HealthContexts.health(context).getStatus().equals(Status.UP));
			await().until(() -> status(context).idle() == 1);
		});
	}

	@Test
	void failureIsNotTakenForSleep(Neon neon) {
		runner(neon).run((context) -> {
			FaultInjection outage = meetOutage(context, neon);
			// Nobody tries to connect, so the pool knows of nothing. Longer than failures
			// of
			// single connections do not count
			await().until(() -> status(context).sinceAnswer().compareTo(Duration.ofSeconds(3)) > 0);
			assertThat(status(context).state()).isEqualTo(PoolState.QUIET);
			assertThat(status(context).idle()).isZero();
			assertThat(HealthContexts.health(context).getStatus()).isEqualTo(Status.DOWN);
			await().during(Duration.ofSeconds(12))
				.atMost(Duration.ofSeconds(40))
				.until(() -> HealthContexts.health(context).getStatus().equals(Status.DOWN));
			outage.close();
			await().until(() -> HealthContexts.health(context).getStatus().equals(Status.UP));
		});
	}

	private static FaultInjection meetOutage(ApplicationContext context, Neon neon) throws SQLException {
		try (Connection connection = dataSource(context).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("select 1");
			FaultInjection outage = neon.getProxy().inject(Fault.refuse());
			neon.getProxy().getLinks().cut(Cut.RST);
			assertThatException().isThrownBy(() -> statement.execute("select 1"));
			return outage;
		}
	}

	private static ApplicationContextRunner runner(Neon neon) {
		return HealthContexts.to(neon)
			.withPropertyValues("pgsteady.provider=neon", "pgsteady.health.max-age=500ms",
					"spring.datasource.hikari.connection-timeout=1000");
	}

	private static PoolStatus status(ApplicationContext context) {
		PoolStatus status = context.getBean(PoolStates.class).get("dataSource");
		assertThat(status).isNotNull();
		return status;
	}

	private static HikariDataSource dataSource(ApplicationContext context) {
		return context.getBean(HikariDataSource.class);
	}

	private static JdbcTemplate jdbc(ApplicationContext context) {
		return new JdbcTemplate(dataSource(context));
	}

}
