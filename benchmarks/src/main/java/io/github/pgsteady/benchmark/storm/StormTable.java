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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Tells what was seen, as a table in Markdown.
 */
final class StormTable {

	private static final String HEAD = """
			| storm | | calls | failed | in one run: min / median / max | of all failed: unknown | denied | lost | twice | half \
			| p50 / p99 (ms) | longest silence (ms) | first success (ms): min / median / max \
			| connections: at once / made | queries per call |
			|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
			""";

	private final StormSums sums;

	StormTable(List<Observation> observations) {
		this.sums = new StormSums(observations);
	}

	@Override
	public String toString() {
		return HEAD + Arrays.stream(Storm.values()).map(this::rows).collect(Collectors.joining());
	}

	private String rows(Storm storm) {
		return Arrays.stream(Contender.values())
			.map((contender) -> row(storm, contender))
			.collect(Collectors.joining());
	}

	private String row(Storm storm, Contender contender) {
		List<Observation> runs = this.sums.runs(storm, contender);
		if (runs.isEmpty()) {
			return "";
		}
		StormSums.Sum sum = this.sums.of(storm, contender);
		return String.format(Locale.ROOT,
				"| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %.1f / %.1f | %.0f | %s | %.0f / %.0f | %.1f |\n",
				storm.getDescription(), contender.getDescription(), sum.calls(), sum.failed(),
				Spread.of(runs, Observation::failed), sum.unknown(), sum.denied(), sum.lost(), sum.doubled(),
				sum.half(), Spread.of(runs, Observation::median).median(),
				Spread.of(runs, Observation::percentile99).median(), Spread.of(runs, Observation::silence).maximum(),
				Spread.of(runs, Observation::recovery), Spread.of(runs, Observation::peak).maximum(),
				Spread.of(runs, Observation::opened).median(), sum.queries() / (double) sum.calls());
	}

}
