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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.dao.annotation.PersistenceExceptionTranslationAdvisor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of where the advice lies: outside of transactions and exception translation,
 * inside of everything else.
 */
@SimulatedPostgres
@Timeout(120)
class AdvicePositionIntegrationTests {

	private PostgresSimulation postgres;

	@BeforeEach
	void createTable(PostgresSimulation postgres) {
		this.postgres = postgres;
		postgres.execute("drop table if exists ledger");
		postgres.execute("create table ledger (id int)");
		postgres.execute("grant all on ledger to public");
	}

	@Test
	void isOutsideOfTransactionsAndTranslation() {
		run((context) -> {
			List<Class<?>> advisors = advisors(context.getBean(Ledger.class));
			assertThat(advisors).contains(RetryAdvisor.class, BeanFactoryTransactionAttributeSourceAdvisor.class,
					PersistenceExceptionTranslationAdvisor.class);
			int own = advisors.indexOf(RetryAdvisor.class);
			assertThat(own).isLessThan(advisors.indexOf(BeanFactoryTransactionAttributeSourceAdvisor.class));
			assertThat(own).isLessThan(advisors.indexOf(PersistenceExceptionTranslationAdvisor.class));
		});
	}

	@Test
	void isInsideOfWhatHasAnOrderBeforeTransactions() {
		run((context) -> {
			Ledger ledger = context.getBean(Ledger.class);
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
			ledger.guardedInsert();
			assertThat(context.getBean("checks", AtomicInteger.class)).hasValue(1);
			assertThat(rows()).isOne();
		});
	}

	@Test
	void isInsideOfCaching() {
		run((context) -> {
			Ledger ledger = context.getBean(Ledger.class);
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("select"));
			assertThat(ledger.cachedCount()).isZero();
			ledger.guardedInsert();
			assertThat(ledger.cachedCount()).isZero();
			List<Class<?>> advisors = advisors(ledger);
			assertThat(advisors).anySatisfy((type) -> assertThat(type.getSimpleName()).contains("Cache"));
		});
	}

	@Test
	void isInsideOfAsync() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
			context.getBean(Mailer.class).later();
			await().until(() -> rows() == 1);
		});
	}

	@Test
	void whatReturnsBeforeItHasEndedIsLeftAlone() {
		run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
			assertThatException().isThrownBy(() -> context.getBean(Ledger.class).future());
			assertThat(rows()).isZero();
		});
	}

	@Test
	void proxiesOfInterfacesAreOfInterfaces() {
		contextRunner().withPropertyValues("spring.aop.proxy-target-class=false").run((context) -> {
			Notes notes = context.getBean(Notes.class);
			assertThat(notes).isNotInstanceOf(JdbcNotes.class);
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
			notes.add();
			assertThat(rows()).isOne();
		});
	}

	@Test
	void worksWithoutAutoProxiesOfSpringBoot() {
		contextRunner().withPropertyValues("spring.aop.auto=false").run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
			context.getBean(Ledger.class).guardedInsert();
			assertThat(rows()).isOne();
		});
	}

	@Test
	void excludedMethodsAreNotRepeated() {
		contextRunner().withPropertyValues("pgsteady.retry.exclude=*Ledger.guarded*").run((context) -> {
			this.postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("insert"));
			assertThatException().isThrownBy(() -> context.getBean(Ledger.class).guardedInsert());
			assertThat(rows()).isZero();
		});
	}

	private void run(Consumer<AssertableApplicationContext> test) {
		contextRunner().run(test::accept);
	}

	private ApplicationContextRunner contextRunner() {
		return RetryContexts.to(this.postgres).withUserConfiguration(Application.class);
	}

	private long rows() {
		return this.postgres.queryForLong("select count(*) from ledger");
	}

	private static List<Class<?>> advisors(Object proxy) {
		return Arrays.stream(((Advised) proxy).getAdvisors()).<Class<?>>map(Advisor::getClass).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@EnableAsync
	static class Application {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		AtomicInteger checks() {
			return new AtomicInteger();
		}

		// As Spring Security does
		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor check(AtomicInteger checks) {
			NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
			pointcut.addMethodName("guardedInsert");
			DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) (invocation) -> {
				checks.incrementAndGet();
				return invocation.proceed();
			});
			advisor.setOrder(500);
			return advisor;
		}

		@Bean
		Ledger ledger(JdbcClient jdbc) {
			return new Ledger(jdbc);
		}

		@Bean
		Notes notes(JdbcClient jdbc) {
			return new JdbcNotes(jdbc);
		}

		@Bean
		Mailer mailer(JdbcClient jdbc) {
			return new Mailer(jdbc);
		}

	}

	@Repository
	static class Ledger {

		private final JdbcClient jdbc;

		Ledger(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		void guardedInsert() {
			this.jdbc.sql("insert into ledger values (1)").update();
		}

		@Cacheable("counts")
		@Transactional(readOnly = true)
		long cachedCount() {
			return this.jdbc.sql("select count(*) from ledger").query(Long.class).single();
		}

		@Transactional
		Future<Integer> future() {
			return CompletableFuture.completedFuture(this.jdbc.sql("insert into ledger values (1)").update());
		}

	}

	interface Notes {

		void add();

	}

	@Repository
	static class JdbcNotes implements Notes {

		private final JdbcClient jdbc;

		JdbcNotes(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		@Transactional
		public void add() {
			this.jdbc.sql("insert into ledger values (1)").update();
		}

	}

	static class Mailer {

		private final JdbcClient jdbc;

		Mailer(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Async
		@Transactional
		@DatabaseRetry
		void later() {
			this.jdbc.sql("insert into ledger values (1)").update();
		}

	}

}
