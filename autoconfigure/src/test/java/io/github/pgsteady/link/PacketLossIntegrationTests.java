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

package io.github.pgsteady.link;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.connection.CallRecord;
import io.github.pgsteady.connection.Phase;
import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.simulator.junit.RequiresNetworkNamespaces;
import io.github.pgsteady.simulator.network.LossyNetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of connections whose packets are lost for real: nobody's kernel acknowledges what
 * is sent, and nobody says that it does not.
 */
@RequiresNetworkNamespaces
@Timeout(120)
class PacketLossIntegrationTests {

	private static final String INSERT = "insert into ledger values (1)";

	private static LossyNetwork network;

	@BeforeAll
	static void start() {
		network = LossyNetwork.start();
	}

	@AfterAll
	static void stop() {
		network.close();
	}

	@BeforeEach
	void createTable() {
		network.execute("drop table if exists ledger");
		network.execute("create table ledger (id int)");
		network.execute("grant all on ledger to public");
	}

	@AfterEach
	void restore() {
		network.restore();
	}

	@Test
	void transactionEndsAndItsLocksAreReleased() {
		run((context) -> {
			CallRecord call = CallRecord.begin();
			assertThatException().isThrownBy(() -> transaction(context).executeWithoutResult((status) -> {
				jdbc(context).execute(INSERT);
				network.dropExisting();
				jdbc(context).execute(INSERT);
			})).withStackTraceContaining("the server says that the session is idle");
			call.end();
			assertThat(call.getLoss().phase()).isEqualTo(Phase.TRANSACTION);
			network.execute("set lock_timeout = '20s'; truncate ledger");
			jdbc(context).execute(INSERT);
			assertThat(rows()).isOne();
		});
	}

	@Test
	void allThreadsGoOnWithNewConnections() {
		run((context) -> {
			CountDownLatch inside = new CountDownLatch(8);
			CountDownLatch dropped = new CountDownLatch(1);
			List<CompletableFuture<Void>> calls = IntStream.range(0, 8)
				.mapToObj((i) -> start(() -> transaction(context).executeWithoutResult((status) -> {
					jdbc(context).execute(INSERT);
					inside.countDown();
					await(dropped);
					jdbc(context).execute(INSERT);
				})))
				.toList();
			await(inside);
			network.dropExisting();
			dropped.countDown();
			calls.forEach((call) -> assertThat(call).failsWithin(Duration.ofSeconds(25)));
			List<CompletableFuture<Void>> later = IntStream.range(0, 8)
				.mapToObj((i) -> start(() -> jdbc(context).execute(INSERT)))
				.toList();
			later.forEach((call) -> assertThat(call).succeedsWithin(Duration.ofSeconds(25)));
			assertThat(rows()).isEqualTo(8);
		});
	}

	@Test
	void commitIsReportedWithinSeconds() {
		run((context) -> {
			CallRecord call = CallRecord.begin();
			assertThatException().isThrownBy(() -> transaction(context).executeWithoutResult((status) -> {
				jdbc(context).execute(INSERT);
				network.dropExisting();
			}));
			call.end();
			assertThat(call.getLoss().phase()).isEqualTo(Phase.COMMIT);
			network.execute("set lock_timeout = '20s'; lock table ledger");
			assertThat(rows()).isZero();
		});
	}

	@Test
	void linksAreGivenUpWhenNothingGetsThrough() {
		run((context) -> {
			jdbc(context).execute("select 1");
			network.dropEverything();
			assertThatException().isThrownBy(() -> jdbc(context).execute(INSERT))
				.withStackTraceContaining("the server could not be asked either");
			network.restore();
			// Nor is it sent again
			Awaitility.await().during(Duration.ofSeconds(4)).until(() -> rows() == 0);
		});
	}

	@Test
	void longStatementIsLeftAlone() {
		run((context) -> jdbc(context).execute("select pg_sleep(3)"));
	}

	private static void run(ContextConsumer<AssertableApplicationContext> test) {
		PoolContexts.to(network.getJdbcUrl() + "?connectTimeout=1", network.getUsername(), network.getPassword())
			.withPropertyValues("pgsteady.stall.suspect-after=500ms", "pgsteady.provider=generic",
					"pgsteady.providers.generic.recovery-window=2s")
			.run(test);
	}

	// Of its own: a blocked one would hold up the others of the common pool
	private static CompletableFuture<Void> start(Runnable task) {
		return CompletableFuture.runAsync(task, (run) -> new Thread(run).start());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static TransactionTemplate transaction(AssertableApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	private static JdbcTemplate jdbc(AssertableApplicationContext context) {
		return new JdbcTemplate(context.getBean(DataSource.class));
	}

	private static long rows() {
		return network.queryForLong("select count(*) from ledger");
	}

}
