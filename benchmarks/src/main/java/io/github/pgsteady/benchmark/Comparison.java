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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * Compares one figure of both applications, pair by pair.
 *
 * @since 0.1.0
 */
public final class Comparison {

	/**
	 * The head of a table whose rows are comparisons, each after what was compared.
	 */
	public static final String TABLE_HEAD = """
			| | Spring Boot: min / median / max | with pgsteady: min / median / max \
			| difference of the medians | ratio of the medians | median of the differences |
			|---|---|---|---|---|---|""";

	private final Map<Variant, List<Double>> values = new EnumMap<>(Variant.class);

	/**
	 * Add a pair.
	 * @param plain the value without the starter
	 * @param starter the value with it
	 */
	public void add(double plain, double starter) {
		values(Variant.PLAIN).add(plain);
		values(Variant.STARTER).add(starter);
	}

	/**
	 * Add all pairs of another comparison.
	 * @param other the other one
	 */
	public void add(Comparison other) {
		other.values.forEach((variant, values) -> values(variant).addAll(values));
	}

	private List<Double> values(Variant variant) {
		return this.values.computeIfAbsent(variant, (key) -> new ArrayList<>());
	}

	/**
	 * Return the least value.
	 * @param variant of which application
	 * @return the value
	 */
	public double minimum(Variant variant) {
		return values(variant).stream().mapToDouble(Double::doubleValue).min().orElseThrow();
	}

	/**
	 * Return the median.
	 * @param variant of which application
	 * @return the value
	 */
	public double median(Variant variant) {
		return median(values(variant));
	}

	/**
	 * Return the greatest value.
	 * @param variant of which application
	 * @return the value
	 */
	public double maximum(Variant variant) {
		return values(variant).stream().mapToDouble(Double::doubleValue).max().orElseThrow();
	}

	double differenceOfMedians() {
		return median(Variant.STARTER) - median(Variant.PLAIN);
	}

	double ratioOfMedians() {
		return median(Variant.STARTER) / median(Variant.PLAIN);
	}

	double medianOfDifferences() {
		return medianOfPairs((plain, starter) -> starter - plain);
	}

	/**
	 * Return the median of the ratios of the pairs, which a machine that becomes slower
	 * meanwhile disturbs least.
	 * @return the value with the starter, as a multiple of the one without it
	 */
	public double medianOfRatios() {
		return medianOfPairs((plain, starter) -> starter / plain);
	}

	private double medianOfPairs(DoubleBinaryOperator pair) {
		List<Double> results = new ArrayList<>();
		for (int i = 0; i < values(Variant.PLAIN).size(); i++) {
			results.add(pair.applyAsDouble(values(Variant.PLAIN).get(i), values(Variant.STARTER).get(i)));
		}
		return median(results);
	}

	private static double median(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * Return the cells of a row: minimum, median and maximum of both, the difference and
	 * the ratio of the medians, and the median of the differences.
	 * @return the cells, separated by bars
	 */
	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s | %s | %+.0f | %.3f | %+.0f", spread(Variant.PLAIN),
				spread(Variant.STARTER), differenceOfMedians(), ratioOfMedians(), medianOfDifferences());
	}

	private String spread(Variant variant) {
		return String.format(Locale.ROOT, "%.0f / **%.0f** / %.0f", minimum(variant), median(variant),
				maximum(variant));
	}

}
