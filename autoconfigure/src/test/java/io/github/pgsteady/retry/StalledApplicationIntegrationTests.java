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
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.Link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of an application all of whose connections go silent at once.
 */
@SimulatedPostgres
@Timeout(180)
class StalledApplicationIntegrationTests {

	private static final int THREADS = 16;

	private final AtomicLong ids = new AtomicLong();

	private PostgresSimulation postgres;

	@BeforeEach
	void createTables(PostgresSimulation postgres) {
		this.postgres = postgres;
		postgres.execute("drop table if exists ledger, account");
		postgres.execute("create table ledger (id bigint)");
		postgres.execute("create table account (id int primary key, balance bigint)");
		postgres.execute("insert into account select id, 0 from generate_series(1, 4) as id");
		postgres.execute("grant all on ledger, account to public");
	}

	@Test
	void allThreadsWorkAgainAndNoCallFails() {
		RetryContexts.to(this.postgres)
			.withPropertyValues("pgsteady.retry.transactional-methods=rerun", "pgsteady.retry.commit-outcome=resolve",
					"spring.datasource.hikari.maximum-pool-size=18")
			.withUserConfiguration(Application.class)
			.run((context) -> {
				Booking booking = context.getBean(Booking.class);
				try (LongWork longWork = new LongWork(context, this.postgres)) {
					List<Clerk> clerks = IntStream.range(0, THREADS).mapToObj((i) -> new Clerk(booking)).toList();
					clerks.forEach((clerk) -> clerk.awaitBooked(20));
					stallExcept(longWork.getProcesses());
					clerks.forEach(Clerk::markStall);
					// 5 s, five times
					await().atMost(Duration.ofSeconds(25)).until(() -> clerks.stream().allMatch(Clerk::isAtWorkAgain));
					clerks.forEach((clerk) -> clerk.awaitBooked(20));
					clerks.forEach(Clerk::stop);
					assertThat(clerks).allSatisfy((clerk) -> assertThat(clerk.getFailure()).isNull());
					assertThat(this.postgres.queryForLong("select count(*) from ledger"))
						.isEqualTo(clerks.stream().mapToLong(Clerk::getTotal).sum());
					assertThat(this.postgres.queryForLong("select count(distinct id) from ledger"))
						.isEqualTo(this.postgres.queryForLong("select sum(balance) from account"));
					longWork.end();
				}
			});
	}

	private void stallExcept(Set<Integer> processes) {
		Set<Long> silent = this.postgres.getProxy()
			.getLinks()
			.toList()
			.stream()
			.filter((link) -> !processes.contains(link.getBackendPid()))
			.map(Link::getId)
			.collect(Collectors.toSet());
		this.postgres.getProxy().inject(Fault.stall().on((link) -> silent.contains(link.getId())));
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Booking booking(JdbcClient jdbc) {
			return new Booking(jdbc);
		}

	}

	static class Booking {

		private final JdbcClient jdbc;

		Booking(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		// The row of the account stays locked until the end of the transaction
		@Transactional
		void book(long id) {
			this.jdbc.sql("update account set balance = balance + 1 where id = ?").param(id % 4 + 1).update();
			this.jdbc.sql("insert into ledger values (?)").param(id).update();
		}

	}

	/**
	 * Books for as long as nobody stops it.
	 */
	private final class Clerk implements Runnable {

		private final Booking booking;

		private final Thread thread = new Thread(this);

		private final AtomicInteger booked = new AtomicInteger();

		private volatile boolean stopped;

		private volatile boolean failed;

		private volatile int atStall;

		private volatile Throwable failure;

		Clerk(Booking booking) {
			this.booking = booking;
			this.thread.start();
		}

		@Override
		public void run() {
			try {
				while (!this.stopped) {
					this.booking.book(StalledApplicationIntegrationTests.this.ids.incrementAndGet());
					this.booked.incrementAndGet();
				}
			}
			catch (Throwable ex) {
				this.failure = ex;
				this.failed = true;
			}
		}

		void awaitBooked(int more) {
			int target = this.booked.get() + more;
			await().until(() -> this.booked.get() >= target || this.failed);
		}

		void markStall() {
			this.atStall = this.booked.get();
		}

		// One may have been as good as done
		boolean isAtWorkAgain() {
			return this.failed || this.booked.get() >= this.atStall + 2;
		}

		void stop() {
			this.stopped = true;
			await().until(() -> !this.thread.isAlive());
		}

		Throwable getFailure() {
			return this.failure;
		}

		int getTotal() {
			return this.booked.get();
		}

	}

	/**
	 * A long statement, and a long wait for a lock, on connections of the same pool.
	 */
	private static final class LongWork implements AutoCloseable {

		private final PostgresSimulation postgres;

		private final Set<Integer> processes = new HashSet<>();

		private final Connection sleeping;

		private final Connection waiting;

		private final Connection blocker;

		private final CompletableFuture<Void> sleep;

		private final CompletableFuture<Void> wait;

		LongWork(ConfigurableApplicationContext context, PostgresSimulation postgres) throws SQLException {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			this.postgres = postgres;
			postgres.execute("create table if not exists locked (id int)");
			postgres.execute("grant all on locked to public");
			this.blocker = postgres.connect();
			this.blocker.setAutoCommit(false);
			execute(this.blocker, "lock table locked");
			this.processes.add(this.blocker.unwrap(PGConnection.class).getBackendPID());
			this.sleeping = dataSource.getConnection();
			this.waiting = dataSource.getConnection();
			this.sleep = start(this.sleeping, "select pg_sleep(10)");
			this.wait = start(this.waiting, "insert into locked values (1)");
			await().until(() -> findWorking().size() == 2);
			this.processes.addAll(findWorking());
		}

		Set<Integer> getProcesses() {
			return this.processes;
		}

		private static CompletableFuture<Void> start(Connection connection, String sql) {
			return CompletableFuture.runAsync(() -> execute(connection, sql), (task) -> new Thread(task).start());
		}

		private Set<Integer> findWorking() {
			return this.postgres
				.queryForList("select pid from pg_stat_activity where pid <> pg_backend_pid() and state = 'active' "
						+ "and (query like '%pg_sleep%' or query like '%into locked%')")
				.stream()
				.map(Integer::valueOf)
				.collect(Collectors.toSet());
		}

		void end() throws SQLException {
			assertThat(this.sleep).succeedsWithin(Duration.ofSeconds(60));
			assertThat(this.wait).isNotDone();
			this.blocker.commit();
			assertThat(this.wait).succeedsWithin(Duration.ofSeconds(60));
		}

		@Override
		public void close() throws SQLException {
			this.blocker.close();
			this.sleeping.close();
			this.waiting.close();
		}

		private static void execute(Connection connection, String sql) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
