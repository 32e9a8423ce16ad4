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
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

import io.github.pgsteady.retry.GuardedBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Examination}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExaminationTests {

	private final Findings findings = new Findings(List::of, List.of());

	@Test
	void whatIsCertainIsWarnedOf(CapturedOutput output) {
		examine(List::of, (beans) -> finding(Severity.WARNING, 2));
		assertThat(output).containsPattern("WARN.*What: method0, method1\\. Why\\. Remedy \\(id\\)");
	}

	@Test
	void whatIsWorthALookIsMentioned(CapturedOutput output) {
		examine(List::of, (beans) -> finding(Severity.INFO, 1));
		assertThat(output).containsPattern("INFO.* of: id").doesNotContain("WARN");
	}

	@Test
	void longListIsCutShortInTheLogOnly(CapturedOutput output) {
		examine(List::of, (beans) -> finding(Severity.WARNING, 12));
		assertThat(output).contains("method9 and 2 more. Why. Remedy");
		assertThat(this.findings.getAll()).singleElement()
			.satisfies((finding) -> assertThat(finding.where()).hasSize(12));
	}

	@Test
	void applicationsWithinAnotherDoNotRepeatIt(CapturedOutput output) {
		Examination examination = examine(List::of, (beans) -> finding(Severity.WARNING, 1));
		examination.onApplicationEvent(ready());
		assertThat(output.toString().split("Remedy", -1)).hasSize(2);
	}

	@Test
	void checkThatFailsKeepsNeitherTheStartNorTheOthers() {
		examine(List::of, (beans) -> {
			throw new IllegalStateException("Check");
		}, (beans) -> {
			throw new NoClassDefFoundError("Check");
		}, (beans) -> finding(Severity.WARNING, 1));
		assertThat(this.findings.getAll()).hasSize(1);
	}

	@Test
	void beansThatCannotBeFoundDoNotKeepTheStart() {
		examine(() -> {
			throw new IllegalStateException("Beans");
		}, (beans) -> finding(Severity.WARNING, 1));
		assertThat(this.findings.isComplete()).isTrue();
		assertThat(this.findings.getAll()).isEmpty();
	}

	@Test
	void applicationThatHasEndedMeanwhileIsNoError() {
		Findings findings = new Findings(() -> {
			throw new BeanCreationNotAllowedException("plans", "in destruction");
		}, List.of());
		new Examination(List::of, List.of(), findings, Runnable::run).onApplicationEvent(ready());
		assertThat(findings.isComplete()).isTrue();
	}

	private Examination examine(Supplier<List<GuardedBean>> beans, RetryCheck... checks) {
		Examination examination = new Examination(beans, List.of(checks), this.findings, Runnable::run);
		examination.onApplicationEvent(ready());
		return examination;
	}

	private static ApplicationReadyEvent ready() {
		return new ApplicationReadyEvent(new SpringApplication(), new String[0], new GenericApplicationContext(),
				Duration.ZERO);
	}

	private static Finding finding(Severity severity, int methods) {
		List<String> where = IntStream.range(0, methods).mapToObj((number) -> "method" + number).toList();
		return new Finding("id", severity, null, "What", "Why", where, "Remedy");
	}

}
