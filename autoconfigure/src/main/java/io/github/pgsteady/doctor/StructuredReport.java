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

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.json.JsonWriter;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

import io.github.pgsteady.diagnosis.Finding;

/**
 * Writes a report for machines.
 */
final class StructuredReport {

	private StructuredReport() {
	}

	static String toJson(Report report) {
		return JsonWriter.<Map<String, Object>>standard().writeToString(describe(report)) + "\n";
	}

	static String toYaml(Report report) {
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(FlowStyle.BLOCK);
		options.setSplitLines(false);
		return new Yaml(options).dump(describe(report));
	}

	private static Map<String, Object> describe(Report report) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("verdict", report.verdict());
		description.put("exitStatus", report.exitStatus());
		Subject subject = report.subject();
		if (subject != null) {
			description.put("dataSource", subject.pool().getName());
			description.put("source", subject.source());
			description.put("address", subject.destination().toString());
		}
		description.put("stages", report.stages().stream().map(StructuredReport::describe).toList());
		description.put("findings", report.findings().stream().map(StructuredReport::describe).toList());
		description.put("applicationYaml", ApplicationYaml.write(report.advice()));
		return description;
	}

	private static Map<String, Object> describe(StageResult result) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("stage", result.stage().getId());
		description.put("verdict", result.verdict().getId());
		description.put("milliseconds", result.time().toMillis());
		description.put("summary", result.observation().getSummary());
		description.put("details", result.observation().getDetails());
		description.put("facts", result.observation().getFacts());
		return description;
	}

	private static Map<String, Object> describe(Finding finding) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("id", finding.id());
		description.put("severity", finding.severity().name());
		description.put("what", finding.what());
		description.put("why", finding.why());
		description.put("where", finding.where());
		description.put("remedy", finding.remedy());
		return description;
	}

}
