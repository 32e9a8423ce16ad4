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

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How long something took, each time, in milliseconds.
 */
class Durations {

	private double[] values = new double[0];

	/**
	 * Add what was measured.
	 * @param nanoseconds the durations, in nanoseconds
	 */
	void add(long... nanoseconds) {
		DoubleStream added = Arrays.stream(nanoseconds).mapToDouble((duration) -> duration / 1_000_000.0);
		this.values = DoubleStream.concat(Arrays.stream(this.values), added).sorted().toArray();
	}

	int count() {
		return this.values.length;
	}

	double minimum() {
		return this.values[0];
	}

	double median() {
		int middle = this.values.length / 2;
		return (this.values.length % 2 != 0) ? this.values[middle]
				: (this.values[middle - 1] + this.values[middle]) / 2;
	}

	/**
	 * Return the duration that a share of all does not exceed.
	 * @param percent the share
	 * @return the duration
	 */
	double percentile(int percent) {
		int rank = (int) Math.ceil(this.values.length * percent / 100.0);
		return this.values[Math.max(rank, 1) - 1];
	}

	double maximum() {
		return this.values[this.values.length - 1];
	}

	/**
	 * Return the cells of a row: minimum, median, 99th percentile and maximum.
	 * @return the cells, separated by bars
	 */
	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%.3f | **%.3f** | %.3f | %.3f", minimum(), median(), percentile(99),
				maximum());
	}

}
