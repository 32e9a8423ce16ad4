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

package io.github.pgsteady.retry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStates;
import io.github.pgsteady.pool.PoolStatus;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what keeps retries from making trouble worse.
 */
@SimulatedPostgres
@Timeout(120)
class RestraintIntegrationTests {

	private PostgresSimulation postgres;

	@BeforeEach
	void createTable(PostgresSimulation postgres) {
		this.postgres = postgres;
		postgres.execute("drop table if exists ledger");
		postgres.execute("create table ledger (id int)");
		postgres.execute("grant all on ledger to public");
	}

	@Test
	void budgetIsKept() {
		contextRunner()
			.withPropertyValues("pgsteady.retry.budget.ratio=0", "pgsteady.retry.budget.burst=2",
					"pgsteady.retry.transaction.max-retries=1")
			.run((context) -> {
				Ledger ledger = context.getBean(Ledger.class);
				for (int i = 0; i < 3; i++) {
					assertThatException().isThrownBy(() -> ledger.insertAnd(this::kill));
				}
				assertThat(events(context)).extracting(CallEvent::refusal)
					.containsExactly(RetryRefusal.MAX_RETRIES, RetryRefusal.MAX_RETRIES, RetryRefusal.BUDGET);
				assertThat(events(context)).extracting(CallEvent::retries).containsExactly(1, 1, 0);
				assertThat(rows()).isZero();
			});
	}

	@Test
	void waitingForConnectionIsNotCharged() {
		contextRunner()
			.withPropertyValues("pgsteady.retry.budget.ratio=0", "pgsteady.retry.budget.burst=0",
					"spring.datasource.hikari.connection-timeout=500")
			.run((context) -> {
				context.getBean(Ledger.class).count();
				FaultInjection outage = outage(context);
				Future<Long> count = background(() -> context.getBean(Ledger.class).count());
				await().until(() -> pausing(context) > 0);
				outage.close();
				assertThat(count.get(30, TimeUnit.SECONDS)).isZero();
			});
	}

	@Test
	void onlySoManyCallsWait() {
		contextRunner()
			.withPropertyValues("pgsteady.retry.max-waiting=2", "spring.datasource.hikari.connection-timeout=30000")
			.run((context) -> {
				Ledger ledger = context.getBean(Ledger.class);
				ledger.count();
				List<Future<Long>> waiting = new ArrayList<>();
				FaultInjection outage = outage(context);
				for (int i = 0; i < 2; i++) {
					waiting.add(background(ledger::count));
				}
				await().until(() -> status(context).state() == PoolState.UNREACHABLE && status(context).waiting() == 2);
				assertThatExceptionOfType(CannotGetJdbcConnectionException.class).isThrownBy(ledger::count)
					.withMessageContaining("'dataSource' is unreachable")
					.withMessageContaining("pgsteady.retry.max-waiting")
					.withCauseInstanceOf(SQLException.class);
				assertThat(events(context)).singleElement()
					.satisfies((event) -> assertThat(event.refusal()).isEqualTo(RetryRefusal.AWAY));
				outage.close();
				for (Future<Long> call : waiting) {
					assertThat(call.get(30, TimeUnit.SECONDS)).isZero();
				}
			});
	}

	@Test
	void afterTheDeadlineOneCallAtATimeLooksWhetherTheDatabaseIsBack() {
		contextRunner()
			.withPropertyValues("pgsteady.retry.connect.deadline=1s",
					"spring.datasource.hikari.connection-timeout=2000")
			.run((context) -> {
				Ledger ledger = context.getBean(Ledger.class);
				ledger.count();
				FaultInjection outage = outage(context);
				assertThatExceptionOfType(DataAccessException.class).isThrownBy(ledger::count);
				await().until(() -> status(context).since().toMillis() > 1000);
				Future<Long> probe = background(ledger::count);
				await().until(() -> status(context).waiting() == 1);
				assertThatExceptionOfType(CannotGetJdbcConnectionException.class).isThrownBy(ledger::count)
					.withMessageContaining("another call looks whether it is back");
				outage.close();
				assertThat(probe.get(30, TimeUnit.SECONDS)).isZero();
				assertThat(ledger.count()).isZero();
			});
	}

	@Test
	void refusalForGoodIsNotRepeated() {
		contextRunner().withPropertyValues("spring.datasource.hikari.connection-timeout=1000").run((context) -> {
			Ledger ledger = context.getBean(Ledger.class);
			ledger.count();
			String role = this.postgres.getUsername();
			this.postgres.execute("alter role \"" + role + "\" nologin");
			try {
				context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
				assertThatExceptionOfType(DataAccessException.class).isThrownBy(ledger::count)
					.withStackTraceContaining("is not permitted to log in");
				assertThat(events(context)).singleElement()
					.satisfies((event) -> assertThat(event.refusal()).isEqualTo(RetryRefusal.LASTING))
					.satisfies((event) -> assertThat(event.failureClass()).isEqualTo(FailureClass.REFUSED));
			}
			finally {
				this.postgres.execute("alter role \"" + role + "\" login");
			}
		});
	}

	@Test
	void saturationIsNotRepeated() {
		contextRunner()
			.withPropertyValues("spring.datasource.hikari.connection-timeout=500",
					"spring.datasource.hikari.maximum-pool-size=1")
			.run((context) -> {
				try (Connection held = context.getBean(HikariDataSource.class).getConnection()) {
					assertThat(held.isValid(1)).isTrue();
					assertThatExceptionOfType(DataAccessException.class)
						.isThrownBy(() -> context.getBean(Ledger.class).count());
				}
				assertThat(events(context)).singleElement()
					.satisfies((event) -> assertThat(event.refusal()).isEqualTo(RetryRefusal.SATURATED));
			});
	}

	@Test
	void poolThatTheDatabaseGivesNoMoreConnectionsIsNotSaturated() {
		contextRunner()
			.withPropertyValues("spring.datasource.hikari.connection-timeout=500",
					"spring.datasource.hikari.maximum-pool-size=2")
			.run((context) -> {
				try (Connection held = context.getBean(HikariDataSource.class).getConnection()) {
					assertThat(held.isValid(1)).isTrue();
					FaultInjection outage = outage(context);
					Future<Long> count = background(() -> context.getBean(Ledger.class).count());
					await().until(() -> pausing(context) > 0);
					outage.close();
					assertThat(count.get(30, TimeUnit.SECONDS)).isZero();
				}
				assertThat(events(context)).singleElement()
					.satisfies((event) -> assertThat(event.isRecovered()).isTrue());
			});
	}

	@Test
	void endOfTheApplicationEndsPauses() {
		ExecutorService caller = Executors.newSingleThreadExecutor();
		contextRunner()
			.withPropertyValues("spring.datasource.hikari.connection-timeout=500", "pgsteady.retry.connect.deadline=1h")
			.run((context) -> {
				Ledger ledger = context.getBean(Ledger.class);
				ledger.count();
				FaultInjection outage = outage(context);
				Future<Long> count = caller.submit(ledger::count);
				await().until(() -> pausing(context) > 0);
				context.getSourceApplicationContext().close();
				assertThatException().isThrownBy(() -> count.get(30, TimeUnit.SECONDS))
					.withCauseInstanceOf(DataAccessException.class);
				outage.close();
			});
		caller.shutdown();
	}

	@Test
	void endOfChildContextEndsNothing() {
		contextRunner().run((context) -> {
			AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
			child.setParent(context.getSourceApplicationContext());
			child.refresh();
			child.close();
			AtomicInteger runs = new AtomicInteger();
			context.getBean(Ledger.class).insertAnd(() -> {
				if (runs.getAndIncrement() == 0) {
					kill();
				}
			});
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void listenerThatUsesTheDatabaseIsNotToldOfItself() {
		contextRunner()
			.withPropertyValues("pgsteady.retry.max-waiting=1", "spring.datasource.hikari.connection-timeout=5000")
			.run((context) -> {
				Ledger ledger = context.getBean(Ledger.class);
				ledger.count();
				FaultInjection outage = outage(context);
				Future<Long> waiting = background(ledger::count);
				await().until(() -> status(context).state() == PoolState.UNREACHABLE && status(context).waiting() == 1);
				context.getBean(Events.class).then = ledger::count;
				assertThatExceptionOfType(CannotGetJdbcConnectionException.class).isThrownBy(ledger::count);
				assertThat(events(context)).hasSize(1);
				outage.close();
				assertThat(waiting.get(30, TimeUnit.SECONDS)).isZero();
			});
	}

	@Test
	void interruptEndsPauses() {
		contextRunner().withPropertyValues("pgsteady.retry.budget.burst=10").run((context) -> {
			Ledger ledger = context.getBean(Ledger.class);
			assertThatException().isThrownBy(() -> ledger.insertAnd(() -> {
				kill();
				Thread.currentThread().interrupt();
			}));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(rows()).isZero();
		});
	}

	private FaultInjection outage(ApplicationContext context) {
		FaultInjection outage = this.postgres.getProxy().inject(Fault.refuse());
		context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
		await().until(() -> status(context).idle() == 0);
		return outage;
	}

	private Future<Long> background(Callable<Long> call) {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			return executor.submit(call);
		}
		finally {
			executor.shutdown();
		}
	}

	private static int pausing(ApplicationContext context) {
		return context.getBean(PoolGuards.class).getAll().iterator().next().getPausing();
	}

	private static PoolStatus status(ApplicationContext context) {
		PoolStatus status = context.getBean(PoolStates.class).get("dataSource");
		assertThat(status).isNotNull();
		return status;
	}

	private static List<CallEvent> events(ApplicationContext context) {
		return context.getBean(Events.class).all();
	}

	private ApplicationContextRunner contextRunner() {
		return RetryContexts.to(this.postgres).withUserConfiguration(Application.class);
	}

	private void kill() {
		this.postgres.getServer().terminateAll();
	}

	private long rows() {
		return this.postgres.queryForLong("select count(*) from ledger");
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Ledger ledger(JdbcClient jdbc) {
			return new Ledger(jdbc);
		}

		@Bean
		Events events() {
			return new Events();
		}

	}

	static class Events {

		private final List<CallEvent> all = new CopyOnWriteArrayList<>();

		private Runnable then = () -> {
		};

		@EventListener
		void ended(CallEvent event) {
			this.all.add(event);
			this.then.run();
		}

		List<CallEvent> all() {
			return this.all;
		}

	}

	@Repository
	static class Ledger {

		private final JdbcClient jdbc;

		Ledger(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		Long count() {
			return this.jdbc.sql("select count(*) from ledger").query(Long.class).single();
		}

		@Transactional
		void insertAnd(Runnable then) {
			this.jdbc.sql("insert into ledger values (1)").update();
			then.run();
			this.jdbc.sql("insert into ledger values (1)").update();
		}

	}

}
