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

import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that what is to happen after a commit happens exactly when there was one, also if
 * its answer is lost.
 */
@Tag("smoke")
@SimulatedPostgres
@Timeout(120)
class CommitCallbackIntegrationTests {

	@BeforeEach
	void createTable(PostgresSimulation postgres) {
		postgres.execute("drop table if exists ledger");
		postgres.execute("create table ledger (id int primary key)");
		postgres.execute("grant all on ledger to public");
	}

	@ParameterizedTest
	@EnumSource
	void callbacksRunAfterACommitWhoseAnswerIsLost(Access access, PostgresSimulation postgres) {
		access.contextRunner(postgres).run((context) -> {
			Callbacks callbacks = context.getBean(Callbacks.class);
			postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			insert(context, access);
			assertThat(rows(postgres)).isOne();
			assertThat(callbacks.seen).containsExactly("after commit", "committed", "event");
		});
	}

	@ParameterizedTest
	@EnumSource
	void noCallbackRunsAfterACommitThatWasNone(Access access, PostgresSimulation postgres) {
		access.contextRunner(postgres).run((context) -> {
			Callbacks callbacks = context.getBean(Callbacks.class);
			postgres.getProxy().inject(Fault.cut(Cut.RST).beforeCommit());
			assertThatException().isThrownBy(() -> insert(context, access));
			assertThat(rows(postgres)).isZero();
			assertThat(callbacks.seen).isNotEmpty().doesNotContain("after commit", "committed", "event");
		});
	}

	@ParameterizedTest
	@EnumSource
	void lostConnectionIsNotLentAgain(Access access, PostgresSimulation postgres) {
		access.contextRunner(postgres)
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1")
			.run((context) -> {
				postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
				insert(context, access);
				JdbcTemplate jdbc = new JdbcTemplate(context.getBean(HikariDataSource.class));
				assertThat(jdbc.queryForObject("select count(*) from ledger", Long.class)).isOne();
			});
	}

	private static void insert(ApplicationContext context, Access access) {
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
			access.insert(context);
			TransactionSynchronizationManager.registerSynchronization(context.getBean(Callbacks.class));
			context.publishEvent("inserted");
		});
	}

	private static long rows(PostgresSimulation postgres) {
		return postgres.queryForLong("select count(*) from ledger");
	}

	private enum Access {

		JDBC {

			@Override
			void insert(ApplicationContext context) {
				new JdbcTemplate(context.getBean(HikariDataSource.class)).update("insert into ledger values (1)");
			}

			@Override
			Class<?>[] configurations() {
				return new Class<?>[0];
			}

		},

		JPA {

			@Override
			void insert(ApplicationContext context) {
				EntityManager entityManager = EntityManagerFactoryUtils
					.getTransactionalEntityManager(context.getBean(EntityManagerFactory.class));
				assertThat(entityManager).isNotNull();
				entityManager.createNativeQuery("insert into ledger values (1)").executeUpdate();
			}

			@Override
			Class<?>[] configurations() {
				return new Class<?>[] { HibernateJpaAutoConfiguration.class };
			}

		};

		abstract void insert(ApplicationContext context);

		abstract Class<?>[] configurations();

		ApplicationContextRunner contextRunner(PostgresSimulation postgres) {
			return PoolContexts.to(postgres)
				.withConfiguration(AutoConfigurations.of(configurations()))
				.withUserConfiguration(CallbackConfiguration.class)
				.withPropertyValues("pgsteady.retry.commit-outcome=resolve");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CallbackConfiguration {

		@Bean
		Callbacks callbacks() {
			return new Callbacks();
		}

	}

	/**
	 * Remembers what it is told.
	 */
	static class Callbacks implements TransactionSynchronization {

		private final List<String> seen = new ArrayList<>();

		@Override
		public void afterCommit() {
			this.seen.add("after commit");
		}

		@Override
		public void afterCompletion(int status) {
			this.seen.add((status == STATUS_COMMITTED) ? "committed" : "not committed");
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
		void on(String event) {
			this.seen.add("event");
		}

	}

}
