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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What has been measured several times.
 *
 * @since 0.1.0
 */
public final class Series {

	private final List<Double> values = new ArrayList<>();

	/**
	 * Add what was measured.
	 * @param value the value
	 */
	public void add(double value) {
		this.values.add(value);
	}

	/**
	 * Return how often it was measured.
	 * @return the number of values
	 */
	public int count() {
		return this.values.size();
	}

	/**
	 * Return the least value.
	 * @return the value
	 */
	public double minimum() {
		return sorted()[0];
	}

	/**
	 * Return the median.
	 * @return the value
	 */
	public double median() {
		double[] sorted = sorted();
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * Return the greatest value.
	 * @return the value
	 */
	public double maximum() {
		return sorted()[this.values.size() - 1];
	}

	private double[] sorted() {
		return this.values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
	}

	/**
	 * Return a cell of a table.
	 * @param digits the number of digits after the point
	 * @return minimum, median and maximum
	 */
	public String spread(int digits) {
		String number = "%." + digits + "f";
		return String.format(Locale.ROOT, "%s / **%s** / %s".replace("%s", number), minimum(), median(), maximum());
	}

}
