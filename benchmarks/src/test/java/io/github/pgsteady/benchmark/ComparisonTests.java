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
 * Tests for {@link Comparison}.
 */
class ComparisonTests {

	@Test
	void medianOfOddNumberIsMiddle() {
		Comparison comparison = comparison(new double[] { 300, 100, 110 }, new double[] { 120, 330, 150 });
		assertThat(comparison.median(Variant.PLAIN)).isEqualTo(110);
		assertThat(comparison.median(Variant.STARTER)).isEqualTo(150);
		assertThat(comparison.differenceOfMedians()).isEqualTo(40);
		assertThat(comparison.medianOfDifferences()).isEqualTo(40);
	}

	@Test
	void medianOfEvenNumberIsBetweenMiddles() {
		Comparison comparison = comparison(new double[] { 100, 400, 200, 300 }, new double[] { 100, 400, 200, 300 });
		assertThat(comparison.median(Variant.PLAIN)).isEqualTo(250);
		assertThat(comparison.ratioOfMedians()).isEqualTo(1);
	}

	@Test
	void medianOfRatiosIsThatOfPairs() {
		Comparison comparison = comparison(new double[] { 100, 200, 400 }, new double[] { 110, 240, 420 });
		assertThat(comparison.medianOfRatios()).isEqualTo(1.1);
	}

	@Test
	void rowHoldsSpreadsDifferenceAndRatio() {
		Comparison comparison = comparison(new double[] { 1000, 900, 1200 }, new double[] { 1050, 980, 1210 });
		assertThat(comparison).hasToString("900 / **1000** / 1200 | 980 / **1050** / 1210 | +50 | 1.050 | +50");
	}

	private Comparison comparison(double[] plain, double[] starter) {
		Comparison comparison = new Comparison();
		for (int i = 0; i < plain.length; i++) {
			comparison.add(plain[i], starter[i]);
		}
		return comparison;
	}

}
