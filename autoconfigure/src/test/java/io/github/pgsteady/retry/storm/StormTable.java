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

package io.github.pgsteady.retry.storm;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of storms, to be printed.
 */
final class StormTable {

	private static final String TITLES = "calls | succeeded | failed | of these unknown | lost | doubled | torn | wrongly denied |";

	private static final String RULE = "---:|".repeat(8);

	private final List<StormReport> reports = new ArrayList<>();

	private final Map<Variant, Map<Access, Tally>> byAccess = new TreeMap<>();

	void add(StormReport report) {
		this.reports.add(report);
		Map<Access, Tally> tallies = this.byAccess.computeIfAbsent(report.variant(), (variant) -> new TreeMap<>());
		report.tallies().forEach((access, tally) -> tallies.merge(access, tally, Tally::plus));
	}

	Tally of(Variant variant) {
		return this.byAccess.get(variant).values().stream().reduce(Tally.NONE, Tally::plus);
	}

	void print(PrintStream out) {
		out.println("| | | faults | in flight | longest call (ms) | " + TITLES);
		out.println("|---|---|---:|---:|---:|" + RULE);
		this.reports.stream().sorted(Comparator.comparing(StormReport::variant)).forEach(out::println);
		out.println();
		out.println("| | | " + TITLES);
		out.println("|---|---|" + RULE);
		this.byAccess.forEach((variant, tallies) -> tallies
			.forEach((access, tally) -> out.println("| %s | %s | %s |".formatted(variant, access, tally))));
	}

}
