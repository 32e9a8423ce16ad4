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
import java.util.concurrent.CompletableFuture;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.connection.CallRecord;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.Outcome;
import io.github.pgsteady.connection.Phase;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;
import io.github.pgsteady.simulator.server.StopMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What has to work whatever the application has before it. The other tests have a server
 * of the newest version, without a pooler.
 */
@Tag("smoke")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class ConnectionSmoke {

	private SmokeTarget target;

	abstract SmokeTarget start();

	@BeforeAll
	void startTarget() {
		this.target = start();
	}

	@AfterAll
	void closeTarget() {
		if (this.target != null) {
			this.target.close();
		}
	}

	@BeforeEach
	void createTable() {
		this.target.getProxy().heal();
		// A session whose client went silently keeps its locks
		this.target.getServer().terminateAll();
		this.target.execute("drop table if exists ledger");
		this.target.execute("create table ledger (id int)");
		this.target.execute("grant all on ledger to public");
	}

	@Test
	void lostCommitIsOfUnknownOutcome() {
		contextRunner().run((context) -> {
			this.target.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			assertThat(lossOf(() -> insertInTransaction(context)).phase()).isEqualTo(Phase.COMMIT);
			assertThat(rows()).isOne();
			this.target.getProxy().inject(Fault.cut(Cut.RST).beforeCommit());
			assertThat(lossOf(() -> insertInTransaction(context)).phase()).isEqualTo(Phase.COMMIT);
			assertThat(rows()).isOne();
			insertInTransaction(context);
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void lostCommitIsResolved() {
		resolving().run((context) -> {
			this.target.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			insertInTransaction(context);
			assertThat(rows()).isOne();
			this.target.getProxy().inject(Fault.cut(Cut.RST).beforeCommit());
			assertThat(lossOf(() -> insertInTransaction(context)).phase()).isEqualTo(Phase.TRANSACTION);
			assertThat(rows()).isOne();
			this.target.getProxy().inject(Fault.cut(Cut.SILENT).beforeCommit());
			assertThat(lossOf(() -> insertInTransaction(context)).outcome()).isEqualTo(Outcome.FENCED);
			assertThat(rows()).isOne();
			insertInTransaction(context);
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void crashWhileACommitIsUnderWayIsOfUnknownOutcome() {
		resolving().run((context) -> {
			assertThat(count(context)).isZero();
			FaultInjection outage = this.target.getProxy().inject(Fault.refuse());
			FaultInjection held = this.target.getProxy().inject(Fault.cut(Cut.SILENT).beforeCommit());
			CompletableFuture<ConnectionLoss> loss = CompletableFuture
				.supplyAsync(() -> lossOf(() -> insertInTransaction(context)));
			held.awaitFired();
			this.target.getServer()
				.crashBackend((int) this.target
					.queryForLong("select pid from pg_stat_activity where backend_xid is not null"));
			await().ignoreExceptions().until(() -> {
				this.target.execute("create table if not exists other (id int)");
				this.target.execute("drop table other");
				return true;
			});
			outage.close();
			assertThat(loss).succeedsWithin(Duration.ofSeconds(30))
				.extracting(ConnectionLoss::outcome)
				.isEqualTo(Outcome.UNKNOWN);
			assertThat(rows()).isZero();
		});
	}

	private ApplicationContextRunner resolving() {
		return contextRunner().withPropertyValues("pgsteady.retry.commit-outcome=resolve",
				"pgsteady.connection.commit-timeout=2s");
	}

	@Test
	void connectionKilledInATransactionIsRolledBack() {
		contextRunner().run((context) -> {
			ConnectionLoss loss = lossOf(() -> transaction(context).executeWithoutResult((status) -> {
				jdbc(context).execute("insert into ledger values (1)");
				this.target.getServer().terminateAll();
				jdbc(context).execute("insert into ledger values (2)");
			}));
			assertThat(loss.phase()).isEqualTo(Phase.TRANSACTION);
			assertThat(rows()).isZero();
			await().untilAsserted(() -> insertInTransaction(context));
		});
	}

	@Test
	void autoCommitIsTold() {
		contextRunner().run((context) -> {
			this.target.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
			assertThat(lossOf(() -> jdbc(context).execute("insert into ledger values (1)")).phase())
				.isEqualTo(Phase.WRITE);
			assertThat(rows()).isOne();
			this.target.getProxy().inject(Fault.cut(Cut.RST).beforeStatement("select"));
			assertThat(lossOf(() -> count(context)).phase()).isEqualTo(Phase.READ);
		});
	}

	@Test
	void applicationWaitsForADatabaseThatIsStarting() {
		FaultInjection starting = this.target.getProxy().inject(Fault.reject(PostgresError.STARTING_UP).times(4));
		contextRunner().run((context) -> assertThat(count(context)).isZero());
		assertThat(starting.getFired()).isEqualTo(4);
	}

	@Test
	void restartOfTheServerIsSurvived() {
		contextRunner().run((context) -> {
			insertInTransaction(context);
			for (StopMode mode : StopMode.values()) {
				this.target.getServer().restart(mode);
				await().atMost(Duration.ofSeconds(30)).until(() -> canCount(context));
				assertThat(count(context)).isOne();
			}
		});
	}

	@Test
	void outageIsSurvived() {
		contextRunner().withPropertyValues("spring.datasource.hikari.connection-timeout=1000").run((context) -> {
			insertInTransaction(context);
			FaultInjection outage = this.target.getProxy().inject(Fault.refuse());
			this.target.getProxy().getLinks().cut(Cut.RST);
			assertThatExceptionOfType(TransactionException.class).isThrownBy(() -> insertInTransaction(context));
			outage.close();
			await().until(() -> canCount(context));
			assertThat(rows()).isOne();
		});
	}

	private ConnectionLoss lossOf(Runnable action) {
		CallRecord call = CallRecord.begin();
		try {
			assertThatException().isThrownBy(action::run);
			assertThat(call.getLoss()).isNotNull();
			return call.getLoss();
		}
		finally {
			call.end();
		}
	}

	private ApplicationContextRunner contextRunner() {
		return PoolContexts
			.to(this.target.getJdbcUrl(), this.target.getServer().getUsername(), this.target.getServer().getPassword())
			.withPropertyValues("pgsteady.startup.wait=30s");
	}

	private static void insertInTransaction(ApplicationContext context) {
		transaction(context).executeWithoutResult((status) -> jdbc(context).update("insert into ledger values (?)", 1));
	}

	private static TransactionTemplate transaction(ApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	private static JdbcTemplate jdbc(ApplicationContext context) {
		return new JdbcTemplate(context.getBean(HikariDataSource.class));
	}

	private static Integer count(ApplicationContext context) {
		return jdbc(context).queryForObject("select count(*) from ledger", Integer.class);
	}

	private static boolean canCount(ApplicationContext context) {
		try {
			return count(context) != null;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	private long rows() {
		return this.target.queryForLong("select count(*) from ledger");
	}

}
