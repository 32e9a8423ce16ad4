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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.pool.PoolStatus;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.proxy.Traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the health in each state of a pool, and of what it costs.
 */
@SimulatedPostgres
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class DatabaseHealthIntegrationTests {

	// Five times the deadline
	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private PostgresSimulation postgres;

	@BeforeEach
	void setPostgres(PostgresSimulation postgres) {
		this.postgres = postgres;
	}

	// --- What it costs

	@Test
	void recentAnswerIsEvidenceEnough() {
		run((context) -> {
			jdbc(context).execute("select 1");
			Traffic before = this.postgres.getProxy().getTraffic();
			for (int i = 0; i < 100; i++) {
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			}
			assertThat(this.postgres.getProxy().getTraffic()).isEqualTo(before);
		});
	}

	@Test
	void oneQueryIsEnoughForAThousandRequests() {
		run((context) -> {
			jdbc(context).execute("select 1");
			awaitOldEvidence(context);
			long before = queries();
			assertThat(concurrently(1000, () -> health(context)))
				.allSatisfy((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP));
			assertThat(queries() - before).isOne();
		}, "pgsteady.health.max-age=3s");
	}

	@Test
	void thousandRequestsAskAnUnreachableDatabaseOnce() {
		run((context) -> {
			jdbc(context).execute("select 1");
			FaultInjection outage = outage();
			awaitOldEvidence(context);
			assertThat(concurrently(1000, () -> health(context)))
				.allSatisfy((health) -> assertThat(health.getStatus()).isEqualTo(Status.DOWN));
			// One in the pool, and its answer for all
			assertThat(status(context).waiting()).isLessThanOrEqualTo(1);
			outage.close();
		}, "pgsteady.health.max-age=3s");
	}

	@Test
	void databaseIsAskedWhenTheLastAnswerIsOld() {
		run((context) -> {
			jdbc(context).execute("select 1");
			awaitOldEvidence(context);
			long before = queries();
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat((String) health.getDetails().get("responseTime")).isNotBlank();
			assertThat(queries() - before).isOne();
		}, "pgsteady.health.max-age=3s");
	}

	@Test
	void poolThatHasNotStartedIsAsked() {
		run((context) -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(HealthContexts.state(health)).isEqualTo("quiet");
			assertThat(status(context).idle()).isOne();
		});
	}

	// --- What it says

	@Test
	void detailsTellWhatIsKnown() {
		run((context) -> {
			jdbc(context).execute("select 1");
			this.postgres.getProxy().getLinks().cut(Cut.RST);
			// The pool looks at what it lends
			awaitOldEvidence(context);
			try (Connection connection = dataSource(context).getConnection()) {
				assertThat(connection.isValid(5)).isTrue();
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("database", "PostgreSQL")
					.containsEntry("provider", "generic")
					.containsEntry("endpoint", "direct")
					.containsEntry("state", "busy")
					.containsKeys("since");
				assertThat(HealthContexts.map(health, "pool"))
					.isEqualTo(Map.of("active", 1, "idle", 0, "waiting", 0, "maximum", 2, "utilisation", 0.5));
				assertThat(HealthContexts.map(health, "lastSuccess")).containsOnlyKeys("age");
				assertThat(HealthContexts.map(health, "lastFailure")).containsEntry("failure", "connection-lost")
					.containsEntry("sqlState", "08006")
					.containsKey("age");
			}
		});
	}

	@Test
	void nothingTellsAddressesOrNames(CapturedOutput output) {
		run((context) -> {
			jdbc(context).execute("select 1");
			dataSource(context).getHikariConfigMXBean().setPassword("marked-secret");
			dataSource(context).getHikariPoolMXBean().softEvictConnections();
			await().until(() -> HealthContexts.state(health(context)).equals("refused"));
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(HealthContexts.map(health, "lastFailure")).containsEntry("failure", "refused")
				.containsEntry("sqlState", "28P01");
			assertThat((String) health.getDetails().get("reason")).contains("28P01");
			assertThat(health.toString()).doesNotContain("marked-secret", this.postgres.getUsername(),
					this.postgres.getHost(), this.postgres.getDatabase(), "jdbc:");
			assertThat(output).doesNotContain("marked-secret");
		}, "pgsteady.health.max-age=100ms");
	}

	@Test
	void exhaustedPoolIsUp() {
		run((context) -> {
			List<CompletableFuture<Void>> sleepers = sleepers(context, 2);
			await().until(() -> status(context).active() == 2);
			ExecutorService callers = Executors.newFixedThreadPool(20);
			IntStream.range(0, 20).forEach((i) -> callers.execute(() -> jdbc(context).execute("select 1")));
			callers.shutdown();
			await().until(() -> status(context).state() == PoolState.SATURATED && status(context).waiting() == 20);
			awaitOldEvidence(context);
			long before = queries();
			Health health = concurrently(50, () -> health(context)).get(49);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(HealthContexts.state(health)).isEqualTo("saturated");
			assertThat(HealthContexts.map(health, "pool")).containsEntry("waiting", 20)
				.containsEntry("utilisation", 1.0);
			assertThat(queries()).isEqualTo(before);
			end(sleepers);
		}, "pgsteady.health.max-age=3s");
	}

	@Test
	void poolWithoutAFreeConnectionIsUp() {
		run((context) -> {
			List<CompletableFuture<Void>> sleepers = sleepers(context, 2);
			await().until(() -> status(context).active() == 2);
			awaitOldEvidence(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(status(context).waiting()).isZero();
			end(sleepers);
		}, "pgsteady.health.max-age=3s");
	}

	@Test
	void outageIsDownUntilItIsOver(CapturedOutput output) {
		run((context) -> {
			jdbc(context).execute("select 1");
			FaultInjection outage = outage();
			await().until(() -> health(context).getStatus().equals(Status.DOWN));
			await().untilAsserted(() -> {
				Health health = health(context);
				assertThat(HealthContexts.state(health)).isEqualTo("unreachable");
				assertThat((String) health.getDetails().get("reason")).contains("never-reached (08001)");
				assertThat(HealthContexts.map(health, "lastFailure")).containsEntry("failure", "never-reached");
			});
			int logged = output.toString().length();
			for (int i = 0; i < 50; i++) {
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			}
			assertThat(output.toString().substring(logged)).doesNotContain("Health of", "\tat ");
			outage.close();
			await().until(() -> health(context).getStatus().equals(Status.UP));
			assertThat(output).containsOnlyOnce("Health of 'dataSource' is DOWN, unreachable")
				.containsOnlyOnce("Health of 'dataSource' is UP again");
		}, "pgsteady.health.max-age=100ms");
	}

	@Test
	void recoveryIsFoundWithoutOtherTraffic() {
		run((context) -> {
			jdbc(context).execute("select 1");
			FaultInjection outage = outage();
			await().until(() -> health(context).getStatus().equals(Status.DOWN));
			outage.close();
			await().until(() -> health(context).getStatus().equals(Status.UP));
			assertThat(HealthContexts.state(health(context))).isEqualTo("quiet");
		}, "pgsteady.health.max-age=100ms");
	}

	@Test
	void outageIsDownWithinTheDeadlineThoughHundredsWait() {
		run((context) -> {
			jdbc(context).execute("select 1");
			outage();
			ExecutorService callers = Executors.newFixedThreadPool(500);
			try {
				IntStream.range(0, 500).forEach((i) -> callers.execute(() -> failing(context)));
				await()
					.until(() -> status(context).state() == PoolState.UNREACHABLE && status(context).waiting() > 400);
				assertThat(withinDeadline(() -> health(context)).getStatus()).isEqualTo(Status.DOWN);
			}
			finally {
				callers.shutdownNow();
			}
		});
	}

	@Test
	void stallOfTheOnlyConnectionsIsNotDownBeforeItIsKnown() {
		run((context) -> {
			List<CompletableFuture<Void>> sleepers = sleepers(context, 2);
			await().until(() -> status(context).active() == 2);
			FaultInjection stall = this.postgres.getProxy().inject(Fault.stall());
			await().until(() -> status(context).state() == PoolState.STALLED);
			Health health = withinDeadline(() -> health(context));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(HealthContexts.state(health)).isEqualTo("stalled");
			stall.close();
			end(sleepers);
		});
	}

	@Test
	void silentDatabaseIsDownWithinTheDeadline() {
		run((context) -> {
			jdbc(context).execute("select 1");
			awaitOldEvidence(context);
			FaultInjection stall = this.postgres.getProxy().inject(Fault.stall());
			Health health = withinDeadline(() -> health(context));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(HealthContexts.state(health)).isEqualTo("unreachable");
			assertThat(health.getDetails()).containsEntry("reason", "The database did not answer within 1s");
			stall.close();
			await().until(() -> health(context).getStatus().equals(Status.UP));
		}, "pgsteady.health.max-age=3s");
	}

	@Test
	void silentDatabaseIsDownAlsoForTheLastConnection() {
		run((context) -> {
			jdbc(context).execute("select 1");
			awaitOldEvidence(context);
			this.postgres.getProxy().inject(Fault.stall());
			// The connection is in use by the check, and the pool has no other
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
		}, "pgsteady.health.max-age=3s", "spring.datasource.hikari.maximum-pool-size=1");
	}

	@Test
	void wedgedPoolIsDown() {
		run((context) -> {
			HikariDataSource dataSource = dataSource(context);
			CompletableFuture<Void> waiting;
			try (Connection one = dataSource.getConnection(); Connection two = dataSource.getConnection()) {
				waiting = CompletableFuture.runAsync(() -> jdbc(context).execute("select 1"));
				await().until(() -> status(context).state() == PoolState.WEDGED);
				Health health = withinDeadline(() -> health(context));
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(HealthContexts.state(health)).isEqualTo("wedged");
				assertThat(one.isClosed() || two.isClosed()).isFalse();
			}
			waiting.join();
			await().until(() -> health(context).getStatus().equals(Status.UP));
		}, "pgsteady.pool.wedged-after=300ms");
	}

	@Test
	void closedPoolIsDown() {
		run((context) -> {
			jdbc(context).execute("select 1");
			dataSource(context).close();
			Health health = withinDeadline(() -> health(context));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(HealthContexts.state(health)).isEqualTo("closed");
		});
	}

	@Test
	void databaseThatWasNeverThereIsDown() {
		run((context) -> {
			outage();
			assertThat(withinDeadline(() -> health(context)).getStatus()).isEqualTo(Status.DOWN);
			await().untilAsserted(() -> assertThat((String) health(context).getDetails().get("reason"))
				.contains("never-reached (08001)"));
		});
	}

	@Test
	void eachOfSeveralDataSourcesTellsOfItself() {
		HealthContexts.to(this.postgres).withUserConfiguration(Several.class).run((context) -> {
			CompositeHealthContributor composite = (CompositeHealthContributor) HealthContexts.contributor(context);
			assertThat(((HealthIndicator) composite.getContributor("orders")).health().getStatus())
				.isEqualTo(Status.UP);
			Health elsewhere = ((HealthIndicator) composite.getContributor("elsewhere")).health();
			assertThat(elsewhere.getStatus()).isEqualTo(Status.DOWN);
		});
	}

	// --- The query of the application's own

	@Test
	void ownQueryIsAskedWhenItsAnswerIsOld() {
		this.postgres.execute("create table if not exists account (id int)");
		this.postgres.execute("grant select on account to public");
		run((context) -> {
			jdbc(context).execute("select 1");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			long before = queries();
			assertThat(concurrently(100, () -> health(context)))
				.allSatisfy((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP));
			assertThat(queries()).isEqualTo(before);
		}, "pgsteady.health.query=select count(*) from account", "pgsteady.health.max-age=1m");
	}

	@Test
	void ownQueryThatFailsIsDown(CapturedOutput output) {
		run((context) -> {
			jdbc(context).execute("select 1");
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(HealthContexts.state(health)).isEqualTo("check-failed");
			assertThat((String) health.getDetails().get("reason")).contains("'pgsteady.health.query'", "42P01");
			assertThat(HealthContexts.map(health, "lastFailure")).containsEntry("sqlState", "42P01");
			assertThat(output).containsOnlyOnce("Health of 'dataSource' is DOWN, check-failed");
		}, "pgsteady.health.query=select * from nowhere");
	}

	@Test
	void ownQueryThatTakesTooLongIsDown() {
		run((context) -> {
			jdbc(context).execute("select 1");
			CompletableFuture<Health> answer = CompletableFuture
				.supplyAsync(() -> withinDeadline(() -> health(context)));
			await().until(() -> ownQueries() == 1 || answer.isDone());
			// The server is told to end it, too, and could be faster
			FaultInjection stall = this.postgres.getProxy().inject(Fault.stall());
			Health health = answer.join();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(HealthContexts.state(health)).isEqualTo("check-failed");
			stall.close();
		}, "pgsteady.health.query=select pg_sleep(60) /* own */");
	}

	@Test
	void ownQueryThatTakesTooLongIsEnded() {
		run((context) -> {
			jdbc(context).execute("select 1");
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			await().until(() -> ownQueries() == 0);
		}, "pgsteady.health.query=select pg_sleep(60) /* own */");
	}

	private void run(ContextConsumer<AssertableApplicationContext> test, String... properties) {
		runner(properties).run(test);
	}

	private ApplicationContextRunner runner(String... properties) {
		return HealthContexts.to(this.postgres)
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2")
			.withPropertyValues(properties);
	}

	private FaultInjection outage() {
		FaultInjection outage = this.postgres.getProxy().inject(Fault.refuse());
		this.postgres.getProxy().getLinks().cut(Cut.RST);
		return outage;
	}

	// As old as the tests allow; longer than failures of single connections count
	private static void awaitOldEvidence(ApplicationContext context) {
		await().until(() -> status(context).sinceAnswer().compareTo(Duration.ofSeconds(3)) > 0);
	}

	private static List<CompletableFuture<Void>> sleepers(ApplicationContext context, int count) {
		ExecutorService executor = Executors.newFixedThreadPool(count);
		return IntStream.range(0, count)
			.mapToObj((i) -> CompletableFuture
				.runAsync(() -> jdbc(context).execute("select pg_sleep(60) /* sleeper */"), executor)
				.whenComplete((result, failure) -> executor.shutdown()))
			.toList();
	}

	private void end(List<CompletableFuture<Void>> sleepers) {
		await().until(() -> {
			this.postgres.queryForLong("select count(pg_terminate_backend(pid)) from pg_stat_activity "
					+ "where query like '%sleeper%' and pid <> pg_backend_pid()");
			return sleepers.stream().allMatch(CompletableFuture::isDone);
		});
	}

	private static void failing(ApplicationContext context) {
		try (Connection connection = dataSource(context).getConnection()) {
			connection.isValid(1);
		}
		catch (SQLException ex) {
			// As expected
		}
	}

	private static <T> T withinDeadline(Supplier<T> call) {
		long begin = System.nanoTime();
		T result = call.get();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(DEADLINE);
		return result;
	}

	private static List<Health> concurrently(int count, Supplier<Health> call) {
		ExecutorService executor = Executors.newFixedThreadPool(count);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<CompletableFuture<Health>> futures = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				futures.add(CompletableFuture.supplyAsync(() -> {
					try {
						start.await();
					}
					catch (InterruptedException ex) {
						throw new IllegalStateException(ex);
					}
					return withinDeadline(call);
				}, executor));
			}
			start.countDown();
			return futures.stream().map(CompletableFuture::join).toList();
		}
		finally {
			executor.shutdown();
		}
	}

	private long ownQueries() {
		return this.postgres.queryForLong("select count(*) from pg_stat_activity "
				+ "where query like '%/* own */' and state = 'active' and pid <> pg_backend_pid()");
	}

	private long queries() {
		return this.postgres.getProxy().getTraffic().queries();
	}

	private static Health health(ApplicationContext context) {
		return HealthContexts.health(context);
	}

	private static HikariDataSource dataSource(ApplicationContext context) {
		return context.getBean(HikariDataSource.class);
	}

	private static JdbcTemplate jdbc(ApplicationContext context) {
		return new JdbcTemplate(dataSource(context));
	}

	private static PoolStatus status(ApplicationContext context) {
		PoolStatus status = context.getBean(PoolStates.class).get("dataSource");
		assertThat(status).isNotNull();
		return status;
	}

	/**
	 * Two pools, of which one leads nowhere.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		HikariDataSource orders(Environment environment) {
			return pool(environment.getProperty("spring.datasource.url"), environment);
		}

		@Bean
		HikariDataSource elsewhere(Environment environment) {
			return pool("jdbc:postgresql://localhost:1/orders", environment);
		}

		private static HikariDataSource pool(String url, Environment environment) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			pool.setUsername(environment.getProperty("spring.datasource.username"));
			pool.setPassword(environment.getProperty("spring.datasource.password"));
			return pool;
		}

	}

}
