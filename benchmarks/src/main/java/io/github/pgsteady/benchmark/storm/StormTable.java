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
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Tells what was seen, as a table in Markdown.
 */
final class StormTable {

	private static final String HEAD = """
			| storm | | calls | failed, of each run: min / median / max | failed | of these unknown | denied | lost | doubled | half \
			| p50 / p99 (ms) | longest silence (ms) | first success: min / median / max (ms) \
			| connections: at a time / made | queries per call |
			|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
			""";

	private final List<Observation> observations;

	StormTable(List<Observation> observations) {
		this.observations = List.copyOf(observations);
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
		List<Observation> runs = this.observations.stream()
			.filter((run) -> run.storm() == storm && run.contender() == contender)
			.toList();
		if (runs.isEmpty()) {
			return "";
		}
		return String.format(Locale.ROOT,
				"| %s | %s | %d | %s | %d | %d | %d | %d | %d | %d | %.1f / %.1f | %.0f | %s | %.0f / %.0f | %.1f |%n",
				storm.getDescription(), contender.getDescription(), sum(runs, Observation::calls),
				Spread.of(runs, Observation::failed), sum(runs, Observation::failed), sum(runs, Observation::unknown),
				sum(runs, Observation::denied), sum(runs, Observation::lost), sum(runs, Observation::doubled),
				sum(runs, Observation::half), Spread.of(runs, Observation::median).median(),
				Spread.of(runs, Observation::percentile99).median(), Spread.of(runs, Observation::silence).maximum(),
				Spread.of(runs, Observation::recovery), Spread.of(runs, Observation::peak).maximum(),
				Spread.of(runs, Observation::opened).median(),
				sum(runs, Observation::queries) / (double) sum(runs, Observation::calls));
	}

	private static long sum(List<Observation> runs, ToLongFunction<Observation> value) {
		return runs.stream().mapToLong(value).sum();
	}

}
