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

package io.github.pgsteady.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.retry.annotation.Retry;
import io.github.resilience4j.spring6.retry.configure.RetryAspect;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AdviceMode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.repository.CrudRepository;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.retry.annotation.EnableRetry;
import org.springframework.retry.annotation.Retryable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.retry.DatabaseRetry;
import io.github.pgsteady.retry.RetryContexts;
import io.github.pgsteady.retry.RetryMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what is found that multiplies or defeats retries.
 */
class RetryFindingsTests {

	private static final String NAME = RetryFindingsTests.class.getName();

	private final ApplicationContextRunner contextRunner = RetryContexts.toNowhere()
		.withConfiguration(AutoConfigurations.of(PgSteadyDiagnosisAutoConfiguration.class));

	@Test
	void nothingIsFoundWhereNothingIs() {
		assertThatNothingIsFound(this.contextRunner.withUserConfiguration(Plain.class));
	}

	@Test
	void nothingIsLookedForWhereItIsSwitchedOff() {
		this.contextRunner.withPropertyValues("pgsteady.diagnosis.enabled=false")
			.withUserConfiguration(WithSpringRetry.class)
			.run((context) -> assertThat(context).doesNotHaveBean(Findings.class).doesNotHaveBean(Examination.class));
	}

	@Test
	void nothingIsFoundWhereNothingIsRepeated() {
		assertThatNothingIsFound(this.contextRunner.withPropertyValues("pgsteady.retry.enabled=false")
			.withUserConfiguration(WithSpringRetry.class));
	}

	@Test
	void retryableOfSpringRetryMultiplies() {
		find(this.contextRunner.withUserConfiguration(WithSpringRetry.class),
				(finding) -> assertThat(finding).satisfies(isCertain("retries-multiply"))
					.extracting(Finding::where)
					.isEqualTo(List.of(NAME + "$SpringRetried.find (@Retryable of spring-retry)")));
	}

	@Test
	void retryableOfSpringMultiplies() {
		find(this.contextRunner.withUserConfiguration(WithResilientMethods.class),
				(finding) -> assertThat(finding).satisfies(isCertain("retries-multiply"))
					.extracting(Finding::where)
					.isEqualTo(List.of(NAME + "$SpringResilient.find (@Retryable of Spring)")));
	}

	@Test
	void retryOfResilience4jOnClassMultiplies() {
		find(this.contextRunner.withUserConfiguration(WithResilience4j.class),
				(finding) -> assertThat(finding).satisfies(isCertain("retries-multiply"))
					.extracting(Finding::where)
					.isEqualTo(List.of(NAME + "$Resilience4jRetried.find (@Retry of resilience4j)")));
	}

	@Test
	void retryableOfSpringDataRepositoryMultiplies() {
		find(this.contextRunner.withUserConfiguration(WithSpringData.class),
				(finding) -> assertThat(finding).satisfies(isCertain("retries-multiply"))
					.extracting(Finding::where)
					.isEqualTo(List.of(NAME + "$Items.findByName (@Retryable of Spring)")));
	}

	@Test
	void annotationsWithoutEffectAreLeftAlone() {
		assertThatNothingIsFound(
				this.contextRunner.withUserConfiguration(SpringRetried.class, SpringResilient.class, Plain.class));
	}

	@Test
	void methodThatIsLeftToTheOtherRetryIsLeftAlone() {
		assertThatNothingIsFound(this.contextRunner.withUserConfiguration(LeftToOther.class, SpringRetryOnly.class));
	}

	@Test
	void excludedMethodIsLeftAlone() {
		assertThatNothingIsFound(this.contextRunner.withPropertyValues("pgsteady.retry.exclude=" + NAME + "$*")
			.withUserConfiguration(WithSpringRetry.class));
	}

	@Test
	void retryInsideOfTransactionIsFoundAndNotToldTwice() {
		find(this.contextRunner.withUserConfiguration(WithRetryInside.class),
				(finding) -> assertThat(finding).satisfies(isCertain("retry-inside-transaction"))
					.extracting(Finding::where)
					.isEqualTo(List.of(NAME + "$TransactionalRetried.book (@Retryable of spring-retry)")));
	}

	@Test
	void retryOutsideOfTransactionMultipliesOnly() {
		find(this.contextRunner.withUserConfiguration(SpringRetryOnly.class, TransactionalRetried.class),
				(finding) -> assertThat(finding).satisfies(isCertain("retries-multiply")));
	}

	@Test
	void transactionsOfAspectJAreFound() {
		find(this.contextRunner.withUserConfiguration(WithAspectJ.class, Plain.class),
				(finding) -> assertThat(finding).satisfies(isCertain("aspectj-transactions"))
					.extracting(Finding::where)
					.isEqualTo(List.of(NAME + "$WithAspectJ")));
	}

	@Test
	void selfInvocationsAreFoundButNotCertain() {
		find(this.contextRunner.withUserConfiguration(SelfInvoking.class), (finding) -> {
			assertThat(finding.id()).isEqualTo("self-invocation");
			assertThat(finding.severity()).isEqualTo(Severity.INFO);
			assertThat(finding.where()).containsExactlyInAnyOrder(NAME + "$SelfInvoking.bookAll calls book",
					NAME + "$SelfInvoking.byWayOfHelper calls book");
		});
	}

	@Test
	void newTransactionInPoolOfOneIsFound() {
		find(this.contextRunner.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1")
			.withUserConfiguration(Audited.class),
				(finding) -> assertThat(finding).satisfies(isCertain("new-transaction-in-pool-of-one"))
					.extracting(Finding::where)
					.isEqualTo(List.of(NAME + "$Audited.log")));
		findAll(this.contextRunner.withUserConfiguration(Audited.class, AnotherPool.class),
				(findings) -> assertThat(findings).extracting(Finding::id, Finding::severity)
					.contains(tuple("new-transaction-in-pool-of-one", Severity.INFO)));
		assertThatNothingIsFound(this.contextRunner.withUserConfiguration(Audited.class));
		assertThatNothingIsFound(this.contextRunner.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1")
			.withUserConfiguration(Plain.class));
	}

	@Test
	void findingsAreThereAfterTheStartOnly() {
		this.contextRunner.withUserConfiguration(WithSpringRetry.class).run((context) -> {
			assertThat(context.getBean(Findings.class).isComplete()).isFalse();
			assertThat(context.getBean(Findings.class).getAll()).isEmpty();
		});
	}

	private static void assertThatNothingIsFound(ApplicationContextRunner contextRunner) {
		findAll(contextRunner, (findings) -> assertThat(findings).isEmpty());
	}

	private static void find(ApplicationContextRunner contextRunner, Consumer<Finding> requirements) {
		findAll(contextRunner, (findings) -> assertThat(findings).singleElement().satisfies(requirements));
	}

	private static void findAll(ApplicationContextRunner contextRunner, Consumer<List<Finding>> requirements) {
		contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0],
					context.getSourceApplicationContext(), Duration.ZERO));
			Findings findings = context.getBean(Findings.class);
			await().until(findings::isComplete);
			requirements.accept(findings.getAll());
		});
	}

	private static Consumer<Finding> isCertain(String id) {
		return (finding) -> {
			assertThat(finding.id()).isEqualTo(id);
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.what()).isNotBlank();
			assertThat(finding.why()).isNotBlank();
			assertThat(finding.remedy()).isNotBlank();
		};
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ PlainRepository.class, PlainService.class })
	static class Plain {

	}

	@Repository
	static class PlainRepository {

		void find() {
		}

	}

	@Repository
	static class Audited {

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		void log() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherPool {

		@Bean(defaultCandidate = false)
		HikariDataSource small() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl("jdbc:postgresql://localhost:1/reports");
			dataSource.setMaximumPoolSize(1);
			return dataSource;
		}

	}

	static class PlainService {

		@Transactional
		void book() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableRetry
	static class SpringRetryOnly {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableRetry
	@Import({ SpringRetried.class, Plain.class })
	static class WithSpringRetry {

	}

	@Repository
	static class SpringRetried {

		@Retryable
		void find() {
		}

		void findElsewhere() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	@Import({ SpringResilient.class, Plain.class })
	static class WithResilientMethods {

	}

	@Repository
	static class SpringResilient {

		@org.springframework.resilience.annotation.Retryable
		void find() {
		}

		void findElsewhere() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy
	@Import({ RetryAspect.class, Resilience4jRetried.class, Plain.class })
	static class WithResilience4j {

	}

	@Repository
	@Retry(name = "find")
	static class Resilience4jRetried {

		void find() {
		}

	}

	@Repository
	static class LeftToOther {

		@Retryable
		@DatabaseRetry(RetryMode.NEVER)
		void find() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableRetry
	@EnableTransactionManagement(order = Ordered.HIGHEST_PRECEDENCE)
	@Import({ TransactionalRetried.class, Plain.class })
	static class WithRetryInside {

	}

	static class TransactionalRetried {

		@Retryable
		@Transactional
		void book() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(mode = AdviceMode.ASPECTJ)
	static class WithAspectJ {

	}

	static class SelfInvoking {

		@Lazy
		@Autowired
		private SelfInvoking self;

		@Transactional
		void book() {
		}

		@Transactional
		void bookTwice() {
			book();
			book();
		}

		void bookAll() {
			book();
		}

		void byWayOfHelper() {
			helper();
		}

		void byWayOfAnother() {
			bookAll();
		}

		void byWayOfItself() {
			this.self.book();
		}

		Runnable later() {
			return () -> book();
		}

		private void helper() {
			book();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	@EnableJdbcRepositories(considerNestedRepositories = true, basePackageClasses = RetryFindingsTests.class,
			includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Items.class))
	static class WithSpringData extends AbstractJdbcConfiguration {

		@Override
		public JdbcPostgresDialect jdbcDialect(NamedParameterJdbcOperations operations) {
			return JdbcPostgresDialect.INSTANCE;
		}

	}

	interface Items extends CrudRepository<Item, Long> {

		@org.springframework.resilience.annotation.Retryable
		List<Item> findByName(String name);

	}

	record Item(@Id Long id, String name) {

	}

}
