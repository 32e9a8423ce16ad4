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

package io.github.pgsteady.retry.storm;

import java.util.List;

import io.github.pgsteady.retry.Integrity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must be true after a storm with pgsteady.
 */
final class StormAssertions {

	private StormAssertions() {
	}

	static void assertSteady(StormReport report) {
		Integrity.check(() -> assertKept(report.tally(), report));
		assertThat(some(report.failed(Call::isDenied))).as("failed, and not as unknown: %s", report).isEmpty();
		assertThat(some(report.withoutExcuse())).as("failed, and nothing was being committed: %s", report).isEmpty();
		if (report.variant() == Variant.RESOLVE && !report.disaster().isRestart()) {
			List<Call> failed = report.failed((call) -> !call.access().isAutoCommit());
			assertThat(some(failed)).as("failed although the outcome could be found out: %s", report).isEmpty();
		}
	}

	private static void assertKept(Tally tally, StormReport report) {
		assertThat(tally.lost()).as("acknowledged and missing: %s", report).isZero();
		assertThat(tally.doubled()).as("stored twice: %s", report).isZero();
		assertThat(tally.torn()).as("stored in part: %s", report).isZero();
	}

	private static List<Call> some(List<Call> calls) {
		return calls.stream().limit(5).toList();
	}

}
