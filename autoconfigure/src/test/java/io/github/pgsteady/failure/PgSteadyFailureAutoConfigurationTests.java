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

package io.github.pgsteady.failure;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PgSteadyFailureAutoConfiguration}.
 */
class PgSteadyFailureAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PgSteadyFailureAutoConfiguration.class));

	@Test
	void classifierKnowsTheTable() {
		this.contextRunner.run((context) -> assertThat(
				context.getBean(FailureClassifier.class).classify(new SQLException("x", "53300")).failureClass())
			.isEqualTo(FailureClass.EXHAUSTED));
	}

	@Test
	void applicationAddsRules() {
		this.contextRunner
			.withPropertyValues("pgsteady.failure.rules.locks.sql-state=55p03",
					"pgsteady.failure.rules.locks.failure-class=rolled-back",
					"pgsteady.failure.rules.proxy.sql-state=XX000", "pgsteady.failure.rules.proxy.text=Our Own Proxy",
					"pgsteady.failure.rules.proxy.failure-class=exhausted", "pgsteady.failure.rules.proxy.pause=10s")
			.run((context) -> {
				FailureClassifier classifier = context.getBean(FailureClassifier.class);
				assertThat(classifier.classify(new SQLException("x", "55P03")).failureClass())
					.isEqualTo(FailureClass.ROLLED_BACK);
				Failure failure = classifier.classifyConnect(new SQLException("FATAL: our own proxy is full", "XX000"));
				assertThat(failure.failureClass()).isEqualTo(FailureClass.EXHAUSTED);
				assertThat(failure.pause()).hasSeconds(10);
				assertThat(failure.source()).isEqualTo("pgsteady.failure.rules.proxy");
			});
	}

	@ParameterizedTest
	@CsvSource({ "sql-state=5330, failure-class=exhausted, sql-state", "sql-state=53300, text=x, failure-class",
			"text=x, failure-class=exhausted, sql-state" })
	void incompleteRuleStopsTheStart(String first, String second, String named) {
		String prefix = "pgsteady.failure.rules.mine.";
		this.contextRunner.withPropertyValues(prefix + first, prefix + second)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(prefix + named));
	}

	@Test
	void backsOff() {
		this.contextRunner.withPropertyValues("pgsteady.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FailureClassifier.class));
		this.contextRunner.withClassLoader(new FilteredClassLoader(TransactionSystemException.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FailureClassifier.class));
	}

	@Test
	void tableIsKeptInNativeImages() {
		RuntimeHints hints = new RuntimeHints();
		new FailureRuntimeHints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.resource().forResource("io/github/pgsteady/failure/failure-rules.txt"))
			.accepts(hints);
	}

}
