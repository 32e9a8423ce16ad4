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

package io.github.pgsteady.benchmark;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Durations}.
 */
class DurationsTests {

	@Test
	void medianIsBetweenMiddlesOrTheMiddle() {
		Durations durations = new Durations();
		durations.add(4_000_000, 1_000_000);
		durations.add(2_000_000);
		assertThat(durations.median()).isEqualTo(2);
		durations.add(3_000_000);
		assertThat(durations.median()).isEqualTo(2.5);
		assertThat(durations.count()).isEqualTo(4);
	}

	@Test
	void percentileIsNotExceededByItsShare() {
		Durations durations = new Durations();
		durations.add(LongStream.rangeClosed(1, 200).map((value) -> value * 1_000_000).toArray());
		assertThat(durations.percentile(99)).isEqualTo(198);
		assertThat(durations).hasToString("1.000 | **100.500** | 198.000 | 200.000");
	}

}
