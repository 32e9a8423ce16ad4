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

package io.github.pgsteady.doctor;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;

/**
 * What an examination has shown.
 *
 * @param subject what was examined, or {@code null} if its URL cannot be read
 * @param stages how each stage came out
 * @param findings what does harm, the worst first
 * @param advice what to configure; nothing if the database was not reached
 */
record Report(@Nullable Subject subject, List<StageResult> stages, List<Finding> findings, List<Advised> advice) {

	static final int HEALTHY = 0;

	static final int FINDINGS = 1;

	static final int UNREACHABLE = 2;

	static final int USAGE = 64;

	static final int FAILURE = 70;

	Report {
		stages = List.copyOf(stages);
		findings = findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
		advice = List.copyOf(advice);
	}

	/**
	 * Return how the process is to end. What is only worth a look counts as healthy.
	 * @return the status
	 */
	int exitStatus() {
		boolean reached = this.stages.stream()
			.anyMatch((result) -> result.stage() == Stage.LOGIN && result.verdict() == Verdict.PASSED);
		if (!reached) {
			return UNREACHABLE;
		}
		return this.findings.stream().anyMatch((finding) -> finding.severity() == Severity.WARNING) ? FINDINGS
				: HEALTHY;
	}

	String verdict() {
		return switch (exitStatus()) {
			case HEALTHY -> "healthy";
			case FINDINGS -> "findings";
			default -> "unreachable";
		};
	}

}
