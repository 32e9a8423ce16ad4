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

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.mock.env.MockEnvironment;
import org.yaml.snakeyaml.Yaml;

/**
 * What the command has said, and how it has ended.
 *
 * @param status the exit status
 * @param out what it has written
 * @param err what it has written beside that
 */
record Examined(int status, String out, String err) {

	/**
	 * Run the command.
	 * @param environment the properties and variables
	 * @param arguments the arguments
	 * @return what it has said
	 */
	static Examined run(Map<String, String> environment, String... arguments) {
		MockEnvironment variables = new MockEnvironment();
		environment.forEach(variables::setProperty);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		int status = DoctorCommand.run(variables, new PrintStream(out, true, StandardCharsets.UTF_8),
				new PrintStream(err, true, StandardCharsets.UTF_8), StandardCharsets.UTF_8, arguments);
		return new Examined(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	/**
	 * Run the command, and have it write YAML.
	 * @param environment the properties and variables
	 * @param arguments the arguments
	 * @return what it has said
	 */
	static Examined structured(Map<String, String> environment, String... arguments) {
		return run(environment, Stream.concat(Stream.of(arguments), Stream.of("--format=yaml")).toArray(String[]::new));
	}

	static Examined structured(String... arguments) {
		return structured(Map.of(), arguments);
	}

	Map<String, Object> report() {
		return new Yaml().load(this.out);
	}

	Map<String, Object> stage(Stage stage) {
		return list(report(), "stages").stream()
			.filter((entry) -> entry.get("stage").equals(stage.getId()))
			.findFirst()
			.orElseThrow();
	}

	String verdict(Stage stage) {
		return stage(stage).get("verdict").toString();
	}

	String summary(Stage stage) {
		return stage(stage).get("summary").toString();
	}

	@SuppressWarnings("unchecked")
	List<String> details(Stage stage) {
		return (List<String>) stage(stage).get("details");
	}

	@SuppressWarnings("unchecked")
	Map<String, Object> facts(Stage stage) {
		return (Map<String, Object>) stage(stage).get("facts");
	}

	List<String> findings() {
		return list(report(), "findings").stream().map((finding) -> finding.get("id").toString()).toList();
	}

	String finding(String id, String part) {
		return list(report(), "findings").stream()
			.filter((finding) -> finding.get("id").equals(id))
			.map((finding) -> finding.get(part).toString())
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Return what is advised, as an application would read it.
	 * @return the property tree
	 */
	Map<String, Object> advice() {
		return new Yaml().load(report().get("applicationYaml").toString());
	}

	String adviceText() {
		return report().get("applicationYaml").toString();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> report, String name) {
		return (List<Map<String, Object>>) report.get(name);
	}

}
