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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what is repeated, and what is not, of beans that use {@link JdbcClient}.
 */
@Tag("smoke")
@SimulatedPostgres
@Timeout(120)
class RepeatedCallIntegrationTests {

	private PostgresSimulation postgres;

	@BeforeEach
	void createTable(PostgresSimulation postgres) {
		this.postgres = postgres;
		postgres.execute("drop table if exists ledger");
		postgres.execute("create table ledger (id int)");
		postgres.execute("grant all on ledger to public");
	}

	@Test
	void transactionOfRepositoryIsRepeated() {
		run((context) -> {
			Ledger ledger = context.getBean(Ledger.class);
			ledger.inTransaction(once(this::kill));
			assertThat(this.postgres.queryForLong("select count(*) from ledger")).isEqualTo(2);
			assertThat(events(context)).singleElement()
				.satisfies((event) -> assertThat(event.isRecovered()).isTrue())
				.satisfies((event) -> assertThat(event.retries()).isOne())
				.satisfies((event) -> assertThat(event.phase()).isEqualTo(RetryPhase.TRANSACTION))
				.satisfies((event) -> assertThat(event.failureClass()).isEqualTo(FailureClass.CONNECTION_LOST))
				.satisfies((event) -> assertThat(event.dataSource()).isEqualTo("dataSource"))
				.satisfies((event) -> assertThat(event.call()).isEqualTo(Ledger.class.getName() + ".inTransaction"));
		});
	}

	@Test
	void transactionTemplateWithinRepositoryIsRepeated() {
		run((context) -> {
			context.getBean(Ledger.class).inTemplate(once(this::kill));
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void readIsRepeated() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("select count"));
			assertThat(context.getBean(Ledger.class).count()).isZero();
			assertThat(events(context)).singleElement()
				.satisfies((event) -> assertThat(event.phase()).isEqualTo(RetryPhase.READ));
		});
	}

	@Test
	void writeInAutoCommitModeIsNotRepeatedButReportedAsUnknown() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert into ledger"));
			assertThatExceptionOfType(OutcomeUnknownException.class)
				.isThrownBy(() -> context.getBean(Ledger.class).insert())
				.withMessageContaining("may have been committed, or not")
				.withMessageContaining(Ledger.class.getName() + ".insert");
			assertThat(rows()).isOne();
			assertThat(events(context)).singleElement()
				.satisfies((event) -> assertThat(event.refusal()).isEqualTo(RetryRefusal.OUTCOME_UNKNOWN));
		});
	}

	@Test
	void lostCommitIsNotRepeatedButReportedAsUnknown() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			assertThatExceptionOfType(OutcomeUnknownException.class)
				.isThrownBy(() -> context.getBean(Ledger.class).inTransaction(() -> {
				}));
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void idempotentCallIsRepeatedWhateverBecameOfIt() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert into ledger"));
			context.getBean(Ledger.class).insertOnce(1);
			assertThat(rows()).isOne();
		});
	}

	@Test
	void idempotentCallThatIsGivenUpSaysThatItMayHaveBeenCommitted() {
		contextRunner()
			.withPropertyValues("spring.datasource.hikari.connection-timeout=500", "pgsteady.retry.connect.deadline=1s")
			.run((context) -> {
				context.getBean(Ledger.class).count();
				this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert into ledger"));
				FaultInjection outage = this.postgres.getProxy().inject(Fault.refuse());
				assertThatExceptionOfType(OutcomeUnknownException.class)
					.isThrownBy(() -> context.getBean(Ledger.class).insertOnce(1));
				outage.close();
				assertThat(rows()).isOne();
			});
	}

	@Test
	void failureOfAnotherThreadIsNotRepeated() {
		run((context) -> {
			Ledger ledger = context.getBean(Ledger.class);
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert into ledger values"));
			assertThatExceptionOfType(CompletionException.class).isThrownBy(ledger::insertElsewhere);
			assertThat(rows()).isOne();
		});
	}

	@Test
	void lostConnectionOfScopeAroundIsNotUsedAgain() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("select count"));
			assertThatExceptionOfType(DataAccessResourceFailureException.class)
				.isThrownBy(() -> context.getBean(Service.class).countWithoutTransaction())
				.satisfies((ex) -> assertThat(ex.getSuppressed())
					.anySatisfy((suppressed) -> assertThat(suppressed).hasMessageContaining("SUPPORTS")));
		});
	}

	@Test
	void annotationOnMethodOfAnyBeanCounts() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("select count"));
			assertThat(context.getBean(Plain.class).count()).isZero();
		});
	}

	@Test
	void callThatIsNeverToBeRepeatedIsNot() {
		run((context) -> {
			assertThatException().isThrownBy(() -> context.getBean(Ledger.class).never(once(this::kill)));
			assertThat(rows()).isZero();
			assertThat(events(context)).singleElement()
				.satisfies((event) -> assertThat(event.refusal()).isEqualTo(RetryRefusal.DECLARED));
		});
	}

	@Test
	void whatHasCommittedSomethingIsNotRepeated() {
		run((context) -> {
			assertThatException()
				.isThrownBy(() -> context.getBean(Ledger.class).insertBeforeTemplate(once(this::kill)));
			assertThat(rows()).isOne();
			assertThat(events(context)).singleElement()
				.satisfies((event) -> assertThat(event.refusal()).isEqualTo(RetryRefusal.COMMITTED));
		});
	}

	@Test
	void innerTransactionThatWasCommittedStopsRetries() {
		run((context) -> {
			assertThatException().isThrownBy(() -> context.getBean(Ledger.class).withInnerTransaction(() -> {
				context.getBean(Ledger.class).requiresNew();
				kill();
			}));
			assertThat(rows()).isOne();
		});
	}

	@Test
	void errorOfTheStatementIsNeitherRepeatedNorTold() {
		run((context) -> {
			this.postgres.execute("create unique index on ledger (id)");
			assertThatExceptionOfType(DuplicateKeyException.class)
				.isThrownBy(() -> context.getBean(Ledger.class).inTransactionOfSameRows());
			assertThat(events(context)).isEmpty();
		});
	}

	@Test
	void bodyOfServiceIsNotRepeatedByDefault() {
		run((context) -> {
			Service service = context.getBean(Service.class);
			assertThatException().isThrownBy(() -> service.post(once(this::kill)))
				.satisfies((ex) -> assertThat(ex.getSuppressed())
					.anySatisfy((suppressed) -> assertThat(suppressed).isInstanceOf(RetryDiagnostic.class)
						.hasMessageContaining("pgsteady.retry.transactional-methods")));
			assertThat(service.runs()).isOne();
			assertThat(rows()).isZero();
		});
	}

	@Test
	void bodyOfServiceIsRepeatedIfTheUserSaysSo() {
		contextRunner().withPropertyValues("pgsteady.retry.transactional-methods=rerun").run((context) -> {
			context.getBean(Service.class).post(once(this::kill));
			assertThat(context.getBean(Service.class).runs()).isEqualTo(2);
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void bodyOfAnnotatedServiceIsRepeated() {
		run((context) -> {
			context.getBean(Service.class).postAgain(once(this::kill));
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void nestedCallsDoNotMultiply() {
		contextRunner().withPropertyValues("pgsteady.retry.transactional-methods=rerun").run((context) -> {
			Service service = context.getBean(Service.class);
			assertThatException().isThrownBy(() -> service.post(this::kill));
			assertThat(service.runs()).isEqualTo(5);
			assertThat(rows()).isZero();
		});
	}

	@Test
	void serviceWaitsForTheDatabaseBeforeItsBodyRuns() {
		contextRunner().withPropertyValues("spring.datasource.hikari.connection-timeout=1000").run((context) -> {
			Service service = context.getBean(Service.class);
			context.getBean(Ledger.class).count();
			context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
			// Longer than one borrow lasts
			this.postgres.getProxy().inject(Fault.reject(PostgresError.STARTING_UP).times(25));
			service.post(() -> {
			});
			assertThat(events(context)).singleElement()
				.satisfies((event) -> assertThat(event.isRecovered()).isTrue())
				.satisfies((event) -> assertThat(event.phase()).isEqualTo(RetryPhase.CONNECT));
			assertThat(service.runs()).isOne();
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void templateRepeatsWithTheSameRules() {
		run((context) -> {
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
			Runnable kill = once(this::kill);
			context.getBean(DatabaseRetryTemplate.class).execute(() -> transaction.execute((status) -> {
				jdbc.sql("insert into ledger values (1)").update();
				kill.run();
				return jdbc.sql("insert into ledger values (2)").update();
			}));
			assertThat(rows()).isEqualTo(2);
		});
	}

	@Test
	void withoutRetryNothingIsAround() {
		contextRunner().withPropertyValues("pgsteady.retry.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(DatabaseRetryTemplate.class);
			assertThatException().isThrownBy(() -> context.getBean(Ledger.class).inTransaction(once(this::kill)));
			assertThat(rows()).isZero();
		});
	}

	private void run(Consumer<AssertableApplicationContext> test) {
		contextRunner().run(test::accept);
	}

	private ApplicationContextRunner contextRunner() {
		return RetryContexts.to(this.postgres).withUserConfiguration(Application.class);
	}

	private void kill() {
		this.postgres.getServer().terminateAll();
	}

	private static Runnable once(Runnable action) {
		boolean[] done = new boolean[1];
		return () -> {
			if (!done[0]) {
				done[0] = true;
				action.run();
			}
		};
	}

	private long rows() {
		return this.postgres.queryForLong("select count(*) from ledger");
	}

	private static List<CallEvent> events(AssertableApplicationContext context) {
		return context.getBean(Events.class).all;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Ledger ledger(JdbcClient jdbc, TransactionTemplate transaction) {
			return new Ledger(jdbc, transaction);
		}

		@Bean
		Service service(Ledger ledger) {
			return new Service(ledger);
		}

		@Bean
		Plain plain(JdbcClient jdbc) {
			return new Plain(jdbc);
		}

		@Bean
		Events events() {
			return new Events();
		}

	}

	static class Events implements CallListener {

		private final List<CallEvent> all = new CopyOnWriteArrayList<>();

		@Override
		public void ended(CallEvent event) {
			this.all.add(event);
		}

	}

	@Repository
	static class Ledger {

		private final JdbcClient jdbc;

		private final TransactionTemplate transaction;

		Ledger(JdbcClient jdbc, TransactionTemplate transaction) {
			this.jdbc = jdbc;
			this.transaction = transaction;
		}

		void insert() {
			this.jdbc.sql("insert into ledger values (1)").update();
		}

		int count() {
			return this.jdbc.sql("select count(*) from ledger").query(Integer.class).single();
		}

		@Transactional
		void inTransaction(Runnable between) {
			insert();
			between.run();
			insert();
		}

		@Transactional
		void inTransactionOfSameRows() {
			insert();
			insert();
		}

		void inTemplate(Runnable between) {
			this.transaction.executeWithoutResult((status) -> {
				insert();
				between.run();
				insert();
			});
		}

		void insertBeforeTemplate(Runnable between) {
			insert();
			inTemplate(between);
		}

		@Transactional
		void withInnerTransaction(Runnable inner) {
			insert();
			inner.run();
			insert();
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		void requiresNew() {
			insert();
		}

		void insertElsewhere() {
			count();
			CompletableFuture.runAsync(this::insert).join();
		}

		@DatabaseRetry(RetryMode.IDEMPOTENT)
		void insertOnce(int id) {
			this.jdbc.sql("insert into ledger select ? where not exists (select from ledger where id = ?)")
				.params(id, id)
				.update();
		}

		@DatabaseRetry(RetryMode.NEVER)
		@Transactional
		void never(Runnable between) {
			inTransaction(between);
		}

	}

	static class Plain {

		private final JdbcClient jdbc;

		Plain(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@DatabaseRetry
		int count() {
			return this.jdbc.sql("select count(*) from ledger").query(Integer.class).single();
		}

	}

	static class Service {

		private final Ledger ledger;

		private int runs;

		Service(Ledger ledger) {
			this.ledger = ledger;
		}

		int runs() {
			return this.runs;
		}

		@Transactional
		void post(Runnable between) {
			this.runs++;
			this.ledger.inTransaction(between);
		}

		@Transactional(propagation = Propagation.SUPPORTS)
		int countWithoutTransaction() {
			return this.ledger.count();
		}

		@Transactional
		@DatabaseRetry
		void postAgain(Runnable between) {
			post(between);
		}

	}

}
