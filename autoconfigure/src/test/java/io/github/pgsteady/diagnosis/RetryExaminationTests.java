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
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

import io.github.pgsteady.retry.GuardedBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryExamination}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RetryExaminationTests {

	private final Findings findings = new Findings();

	@Test
	void whatIsCertainIsWarnedOf(CapturedOutput output) {
		examine(List::of, (beans) -> finding(true, 2));
		assertThat(output).containsPattern("WARN.*What: method0, method1\\. Remedy");
	}

	@Test
	void whatIsNotCertainIsMentioned(CapturedOutput output) {
		examine(List::of, (beans) -> finding(false, 1));
		assertThat(output).containsPattern("INFO.*What: method0\\. Remedy").doesNotContain("WARN");
	}

	@Test
	void longListIsCutShortInTheLogOnly(CapturedOutput output) {
		examine(List::of, (beans) -> finding(true, 12));
		assertThat(output).contains("method9 and 2 more. Remedy");
		assertThat(this.findings.getAll()).singleElement()
			.satisfies((finding) -> assertThat(finding.where()).hasSize(12));
	}

	@Test
	void applicationsWithinAnotherDoNotRepeatIt(CapturedOutput output) {
		RetryExamination examination = examine(List::of, (beans) -> finding(true, 1));
		examination.onApplicationEvent(ready());
		assertThat(output.toString().split("Remedy", -1)).hasSize(2);
	}

	@Test
	void checkThatFailsKeepsNeitherTheStartNorTheOthers() {
		examine(List::of, (beans) -> {
			throw new IllegalStateException("Check");
		}, (beans) -> {
			throw new NoClassDefFoundError("Check");
		}, (beans) -> finding(true, 1));
		assertThat(this.findings.getAll()).hasSize(1);
	}

	@Test
	void beansThatCannotBeFoundDoNotKeepTheStart() {
		examine(() -> {
			throw new IllegalStateException("Beans");
		}, (beans) -> finding(true, 1));
		assertThat(this.findings.isComplete()).isTrue();
		assertThat(this.findings.getAll()).isEmpty();
	}

	private RetryExamination examine(Supplier<List<GuardedBean>> beans, RetryCheck... checks) {
		RetryExamination examination = new RetryExamination(beans, List.of(checks), this.findings, Runnable::run);
		examination.onApplicationEvent(ready());
		return examination;
	}

	private static ApplicationReadyEvent ready() {
		return new ApplicationReadyEvent(new SpringApplication(), new String[0], new GenericApplicationContext(),
				Duration.ZERO);
	}

	private static Finding finding(boolean certain, int methods) {
		List<String> where = IntStream.range(0, methods).mapToObj((number) -> "method" + number).toList();
		return new Finding("id", certain, "What", where, "Remedy");
	}

}
