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
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Direction;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the states of a pool, and of what happens to it when the application, or its
 * process, stands still.
 */
@SimulatedPostgres
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class PoolStateIntegrationTests {

	@Test
	void unknownPoolHasNoState(PostgresSimulation postgres) {
		PoolContexts.to(postgres).run((context) -> {
			PoolStates states = context.getBean(PoolStates.class);
			assertThat(states.getNames()).containsExactly("dataSource");
			assertThat(states.get("dataSource")).isNull();
			assertThat(states.get("other")).isNull();
		});
	}

	@Test
	void quietBusyAndSaturated(PostgresSimulation postgres) {
		PoolContexts.to(postgres).withPropertyValues("spring.datasource.hikari.maximum-pool-size=1").run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			CompletableFuture<Void> waiting;
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.isValid(5)).isTrue();
				PoolStatus busy = status(context);
				assertThat(busy.state()).isEqualTo(PoolState.BUSY);
				assertThat(busy.active()).isOne();
				assertThat(busy.maximum()).isOne();
				assertThat(busy.sinceAnswer()).isNotNull();
				waiting = CompletableFuture.runAsync(() -> new JdbcTemplate(dataSource).execute("select 1"));
				await().until(() -> status(context).state() == PoolState.SATURATED);
				assertThat(status(context).waiting()).isOne();
			}
			waiting.join();
			await().until(() -> status(context).state() == PoolState.QUIET);
		});
	}

	@Test
	void unreachableUntilAConnectionIsMade(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> {
				new JdbcTemplate(context.getBean(HikariDataSource.class)).execute("select 1");
				FaultInjection outage = postgres.getProxy().inject(Fault.refuse());
				postgres.getProxy().getLinks().cut(Cut.RST);
				await().until(() -> !canConnect(context) && status(context).state() == PoolState.UNREACHABLE);
				assertThat(Objects.requireNonNull(status(context).connectFailure()).failureClass())
					.isEqualTo(FailureClass.NEVER_REACHED);
				outage.close();
				await().until(() -> canConnect(context));
				assertThat(status(context).state()).isEqualTo(PoolState.QUIET);
				assertThat(status(context).connectFailure()).isNull();
			});
	}

	@Test
	void unreachableNoLongerThanAnybodyTries(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				try (Connection connection = dataSource.getConnection()) {
					FaultInjection outage = postgres.getProxy().inject(Fault.refuse());
					assertThat(canConnect(context)).isFalse();
					await().until(() -> status(context).state() == PoolState.UNREACHABLE);
					outage.close();
					assertThat(connection.isValid(5)).isTrue();
				}
				await().atMost(Duration.ofSeconds(50)).until(() -> status(context).state() == PoolState.QUIET);
			});
	}

	@Test
	void refusedForGood(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				new JdbcTemplate(dataSource).execute("select 1");
				dataSource.getHikariConfigMXBean().setPassword("wrong");
				dataSource.getHikariPoolMXBean().softEvictConnections();
				await().until(() -> !canConnect(context) && status(context).state() == PoolState.REFUSED);
			});
	}

	@Test
	void fullServerIsNoOutageWhileOthersAreAnswered(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2",
					"spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				try (Connection connection = dataSource.getConnection()) {
					postgres.getProxy().inject(Fault.refuse());
					assertThat(canConnect(context)).isFalse();
					assertThat(connection.isValid(5)).isTrue();
					assertThat(status(context).connectFailure()).isNotNull();
					assertThat(status(context).state()).isEqualTo(PoolState.BUSY);
				}
			});
	}

	@Test
	void wedgedPoolShowsItsHoldersOnce(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1", "pgsteady.pool.wedged-after=300ms")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				CompletableFuture<Void> waiting;
				try (Connection connection = dataSource.getConnection()) {
					new JdbcTemplate(new SingleConnectionDataSource(connection, true)).execute("select 1");
					waiting = CompletableFuture.runAsync(() -> new JdbcTemplate(dataSource).execute("select 1"));
					await().until(() -> status(context).state() == PoolState.WEDGED);
					PoolWatch watch = new PoolWatch(context.getBean(PoolStates.class), System::currentTimeMillis);
					watch.look();
					watch.look();
				}
				waiting.join();
				assertThat(output).contains("All 1 connections of 'dataSource' have been in use for long")
					.contains("1 threads wait for one")
					.contains("\"" + Thread.currentThread().getName() + "\"")
					.contains("at " + getClass().getName());
				assertThat(output.toString().split("All 1 connections of").length - 1).isLessThanOrEqualTo(2);
			});
	}

	@Test
	void connectionsAreRenewedAfterTheProcessStoodStill(PostgresSimulation postgres, CapturedOutput output) {
		PoolContexts.to(postgres).run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			new JdbcTemplate(dataSource).execute("select 1");
			AtomicLong time = new AtomicLong();
			PoolWatch watch = new PoolWatch(context.getBean(PoolStates.class), time::get);
			time.addAndGet(3000);
			watch.look();
			assertThat(dataSource.getHikariPoolMXBean().getTotalConnections()).isPositive();
			time.addAndGet(63_000);
			watch.look();
			await().until(() -> dataSource.getHikariPoolMXBean().getTotalConnections() == 0);
			time.addAndGet(1000);
			watch.look();
			assertThat(output).containsOnlyOnce("are renewed: the process stood still for 62 s");
		});
	}

	@Test
	void stoppedApplicationKeepsNoIdleConnections(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.minimum-idle=2", "spring.application.name=stopping")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				new JdbcTemplate(dataSource).execute("select 1");
				await().until(() -> dataSource.getHikariPoolMXBean().getTotalConnections() == 2);
				ConfigurableApplicationContext application = context.getSourceApplicationContext();
				application.stop();
				assertThat(dataSource.getHikariPoolMXBean().getTotalConnections()).isZero();
				await().until(() -> sessions(postgres) == 0);
				new JdbcTemplate(dataSource).execute("select 1");
				application.start();
				assertThat(dataSource.getMinimumIdle()).isEqualTo(2);
				new JdbcTemplate(dataSource).execute("select 1");
			});
	}

	@Test
	void stoppedApplicationKeepsNoConnectionThatWasUnderWay(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withPropertyValues("spring.datasource.hikari.minimum-idle=2", "spring.application.name=stopping")
			.run((context) -> {
				long second = postgres.getProxy().getConnections() + 2;
				FaultInjection stall = postgres.getProxy()
					.inject(Fault.stall(Direction.TO_CLIENT).on((link) -> link.getId() == second));
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				new JdbcTemplate(dataSource).execute("select 1");
				await().until(() -> postgres.getProxy().getConnections() == second);
				CompletableFuture<Void> stop = CompletableFuture.runAsync(context.getSourceApplicationContext()::stop);
				await().until(() -> dataSource.getHikariPoolMXBean().getTotalConnections() == 0);
				stall.close();
				stop.join();
				await().until(() -> sessions(postgres) == 0);
			});
	}

	@Test
	void pausedApplicationUsesFreshConnectionsAfterwards(PostgresSimulation postgres) {
		PoolContexts.to(postgres).withPropertyValues("spring.application.name=pausing").run((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(HikariDataSource.class));
			Integer before = jdbc.queryForObject("select pg_backend_pid()", Integer.class);
			ConfigurableApplicationContext application = context.getSourceApplicationContext();
			application.pause();
			await().until(() -> postgres
				.queryForLong("select count(*) from pg_stat_activity where application_name = 'pausing'") == 0);
			application.restart();
			assertThat(jdbc.queryForObject("select pg_backend_pid()", Integer.class)).isNotEqualTo(before);
		});
	}

	@Test
	void poolThatIsCreatedFromAConfigurationHasAState(PostgresSimulation postgres) {
		PoolContexts.to(postgres).withUserConfiguration(FromConfiguration.class).run((context) -> {
			new JdbcTemplate(context.getBean(HikariDataSource.class)).execute("select 1");
			PoolStates states = context.getBean(PoolStates.class);
			assertThat(states.getNames()).containsExactly("pool");
			await().until(() -> Objects.requireNonNull(states.get("pool")).state() == PoolState.QUIET);
		});
	}

	@Test
	void eachPoolOfOneConfigurationHasAState(PostgresSimulation postgres) {
		PoolContexts.to(postgres)
			.withUserConfiguration(FromConfiguration.class, AnotherFromConfiguration.class)
			.run((context) -> {
				PoolStates states = context.getBean(PoolStates.class);
				assertThat(states.getNames()).containsExactlyInAnyOrder("pool", "another");
				await().until(() -> states.get("pool") != null && states.get("another") != null);
			});
	}

	private static long sessions(PostgresSimulation postgres) {
		return postgres.queryForLong("select count(*) from pg_stat_activity where application_name = 'stopping'");
	}

	private static PoolStatus status(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(PoolStates.class).get("dataSource"));
	}

	private static boolean canConnect(ApplicationContext context) {
		try (Connection connection = context.getBean(HikariDataSource.class).getConnection()) {
			return connection.isValid(5);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * A pool that runs from the start.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FromConfiguration {

		@Bean
		@ConfigurationProperties("spring.datasource")
		HikariConfig config(Environment environment) {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl(environment.getProperty("spring.datasource.url"));
			return config;
		}

		@Bean
		HikariDataSource pool(HikariConfig config) {
			return new HikariDataSource(config);
		}

	}

	/**
	 * Another pool of the same configuration.
	 */
	@Configuration(proxyBeanMethods = false)
	static class AnotherFromConfiguration {

		@Bean
		HikariDataSource another(HikariConfig config) {
			return new HikariDataSource(config);
		}

	}

}
