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

package io.github.pgsteady.doctor;

import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.pool.TunedPool;

/**
 * Examines the DataSources of an application that has not started, and ends it.
 */
final class ApplicationDoctor implements SmartInitializingSingleton {

	private final ApplicationPools pools;

	private final DoctorOptions options;

	private final ReportFormat format;

	private final @Nullable FailureClassifier classifier;

	private final Terminal terminal;

	private final IntConsumer exit;

	private boolean begun;

	ApplicationDoctor(ApplicationPools pools, DoctorOptions options, ReportFormat format,
			@Nullable FailureClassifier classifier, Terminal terminal, IntConsumer exit) {
		this.pools = pools;
		this.options = options;
		this.format = format;
		this.classifier = classifier;
		this.terminal = terminal;
		this.exit = exit;
	}

	static Terminal standardOutput() {
		String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
		return new Terminal(System.out, null, Charset.forName(encoding), false);
	}

	/**
	 * Examine all pools as soon as the first one is there: whatever needs a pool, such as
	 * a migration, would start it.
	 * @param name the name of that pool
	 */
	void examineFrom(String name) {
		if (!this.begun) {
			this.begun = true;
			examine(this.pools.find(name));
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!this.begun) {
			this.begun = true;
			examine(this.pools.find(""));
		}
	}

	private void examine(SortedMap<String, TunedPool> found) {
		if (found.isEmpty()) {
			this.terminal.print("pgsteady: there is no HikariCP pool that leads to PostgreSQL\n");
			this.exit.accept(Report.USAGE);
			return;
		}
		this.exit.accept(found.values().stream().map(this::examine).max(Comparator.naturalOrder()).orElseThrow());
	}

	private int examine(TunedPool pool) {
		TextReport text = new TextReport(this.terminal);
		boolean structured = this.format != ReportFormat.TEXT;
		if (!structured) {
			this.terminal.print("DataSource '%s'%n".formatted(pool.getName()));
		}
		FailureClassifier classifier = (this.classifier != null) ? this.classifier : FailureClassifier.ofBuiltInRules();
		List<Finding> known = this.pools.findings(pool);
		Report report = new Checkup(classifier, structured ? Progress.NONE : text).examine(
				new Subject(pool, "The application", false, this.pools.platform(), List.of()), this.options, known);
		switch (this.format) {
			case TEXT -> text.write(report);
			case JSON -> this.terminal.print(StructuredReport.toJson(report));
			case YAML -> this.terminal.print(StructuredReport.toYaml(report));
		}
		return report.exitStatus();
	}

}
