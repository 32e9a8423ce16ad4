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

package io.github.pgsteady.benchmark.connection;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;

/**
 * Measures both applications by turns.
 */
final class Turns {

	private Turns() {
	}

	/**
	 * Measure both, pair by pair.
	 * @param warmUpPairs the number of pairs before, which do not count
	 * @param pairs the number of pairs
	 * @param measurement what to measure
	 * @return what was measured
	 * @throws Exception if something cannot be measured
	 */
	static Comparison compare(int warmUpPairs, int pairs, Measurement measurement) throws Exception {
		Comparison comparison = new Comparison();
		for (int i = -warmUpPairs; i < pairs; i++) {
			// Neither is always the first, or always right after the other
			Variant first = (i % 2 == 0) ? Variant.PLAIN : Variant.STARTER;
			Variant second = (i % 2 == 0) ? Variant.STARTER : Variant.PLAIN;
			double ofFirst = measurement.measure(first);
			double ofSecond = measurement.measure(second);
			if (i >= 0) {
				comparison.add((first == Variant.PLAIN) ? ofFirst : ofSecond,
						(first == Variant.PLAIN) ? ofSecond : ofFirst);
			}
		}
		return comparison;
	}

	/**
	 * Measures one application.
	 */
	@FunctionalInterface
	interface Measurement {

		/**
		 * Measure it once.
		 * @param variant which one
		 * @return the value
		 * @throws Exception if it cannot be measured
		 */
		double measure(Variant variant) throws Exception;

	}

}
