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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Series}.
 */
class SeriesTests {

	@Test
	void medianOfOddNumberOfValuesIsTheOneInTheMiddle() {
		assertThat(of(30, 10, 20).spread(0)).isEqualTo("10 / **20** / 30");
	}

	@Test
	void medianOfEvenNumberOfValuesLiesBetweenTwo() {
		assertThat(of(4, 1, 2, 3).spread(2)).isEqualTo("1.00 / **2.50** / 4.00");
	}

	private Series of(double... values) {
		Series series = new Series();
		for (double value : values) {
			series.add(value);
		}
		return series;
	}

}
