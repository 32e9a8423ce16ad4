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

package io.github.pgsteady.benchmark.storm;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How far the values of several runs lie apart. What is not a number is greater than any.
 *
 * @param minimum the least
 * @param median the one in the middle
 * @param maximum the greatest
 */
record Spread(double minimum, double median, double maximum) {

	static Spread of(Collection<Observation> observations, ToDoubleFunction<Observation> value) {
		double[] sorted = observations.stream().mapToDouble(value).sorted().toArray();
		return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
	}

	/**
	 * Return it as a cell.
	 */
	@Override
	public String toString() {
		return "%s / **%s** / %s".formatted(text(this.minimum), text(this.median), text(this.maximum));
	}

	/**
	 * Return a value as text.
	 * @param value the value
	 * @return the text
	 */
	static String text(double value) {
		return Double.isNaN(value) ? "never" : String.format(Locale.ROOT, "%.0f", value);
	}

}
