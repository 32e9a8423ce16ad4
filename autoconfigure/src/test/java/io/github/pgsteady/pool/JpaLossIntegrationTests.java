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

import java.util.Arrays;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.pgsteady.connection.ConnectionDiagnostic;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of what a caller of JPA is told of a lost connection, whose exceptions are the
 * same for a transaction that was committed and for one that was not.
 */
@Tag("smoke")
@SimulatedPostgres
@Timeout(120)
class JpaLossIntegrationTests {

	@BeforeEach
	void createTable(PostgresSimulation postgres) {
		postgres.execute("drop table if exists ledger");
		postgres.execute("create table ledger (id int primary key)");
		postgres.execute("grant all on ledger to public");
	}

	@Test
	void commitThatWasExecuted(PostgresSimulation postgres) {
		contextRunner(postgres).run((context) -> {
			postgres.getProxy().inject(Fault.cut(Cut.RST).afterCommit());
			assertThatException().isThrownBy(() -> persist(context))
				.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("after COMMIT was sent"));
			assertThat(rows(postgres)).isOne();
		});
	}

	@Test
	void commitThatNeverReachedTheServer(PostgresSimulation postgres) {
		contextRunner(postgres).run((context) -> {
			postgres.getProxy().inject(Fault.cut(Cut.RST).beforeCommit());
			assertThatException().isThrownBy(() -> persist(context))
				.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("after COMMIT was sent"));
			assertThat(rows(postgres)).isZero();
		});
	}

	@Test
	void connectionKilledInTheTransaction(PostgresSimulation postgres) {
		contextRunner(postgres).run((context) -> {
			assertThatException().isThrownBy(() -> transaction(context).executeWithoutResult((status) -> {
				insert(context, 1);
				postgres.getServer().terminateAll();
				insert(context, 2);
			}))
				.satisfies((ex) -> assertThat(explanation(ex)).hasMessageContaining("before COMMIT was sent")
					.hasMessageContaining("the server has rolled back"));
			assertThat(rows(postgres)).isZero();
		});
	}

	private static void persist(ApplicationContext context) {
		transaction(context).executeWithoutResult((status) -> insert(context, 1));
	}

	private static void insert(ApplicationContext context, int id) {
		EntityManager entityManager = EntityManagerFactoryUtils
			.getTransactionalEntityManager(context.getBean(EntityManagerFactory.class));
		assertThat(entityManager).isNotNull();
		entityManager.createNativeQuery("insert into ledger values (?1)").setParameter(1, id).executeUpdate();
	}

	private static TransactionTemplate transaction(ApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	private static long rows(PostgresSimulation postgres) {
		return postgres.queryForLong("select count(*) from ledger");
	}

	private static @Nullable Throwable explanation(Throwable exception) {
		for (Throwable next = exception; next != null; next = next.getCause()) {
			if (ConnectionDiagnostic.isOn(next)) {
				return Arrays.stream(next.getSuppressed())
					.filter(ConnectionDiagnostic.class::isInstance)
					.findFirst()
					.orElseThrow();
			}
		}
		return null;
	}

	private static ApplicationContextRunner contextRunner(PostgresSimulation postgres) {
		return PoolContexts.to(postgres).withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class));
	}

}
