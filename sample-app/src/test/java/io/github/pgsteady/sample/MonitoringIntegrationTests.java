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

package io.github.pgsteady.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the dashboard and the alerts of {@code monitoring/} go with what the
 * application tells Prometheus.
 */
@SimulatedPostgres
class MonitoringIntegrationTests {

	private static final Path MONITORING = Path.of("../monitoring");

	private static final Path ALERTS = MONITORING.resolve("prometheus-alerts.yml");

	private static final Path ALERT_TESTS = MONITORING.resolve("prometheus-alerts-test.yml");

	private static final Path DOCUMENTATION = Path.of("../docs/metrics.md");

	private static final Pattern METRIC = Pattern.compile("\\b(?:pgsteady|hikaricp)_[a-z_]+\\b");

	// A metric and what it is restricted to
	private static final Pattern SELECTOR = Pattern.compile("\\b(pgsteady_[a-z_]+)\\{([^}]*)}");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final List<String> SUFFIXES = List.of("", "_count", "_sum", "_max");

	@TempDir
	private Path directory;

	@Test
	void applicationTellsPrometheusWhatTheDashboardAndTheAlertsAskFor(PostgresSimulation postgres) throws IOException {
		Path scrape = scrape(postgres);
		List<String> lines = Files.readAllLines(scrape);
		Set<String> scraped = lines.stream()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.split("[{ ]")[0])
			.collect(Collectors.toSet());
		// The calls that were provoked
		assertThat(scraped).contains("pgsteady_call_failures_total", "pgsteady_call_recovery_seconds_max",
				"pgsteady_health_checks_saved_total", "pgsteady_pool_evictions_total");
		assertThat(lines).filteredOn((line) -> line.startsWith("pgsteady_"))
			.allSatisfy((line) -> assertThat(line).contains("application=\"orders\"", "datasource=\"dataSource\""));
		Set<String> asked = metrics(expressions());
		assertThat(asked).hasSizeGreaterThan(25);
		Set<String> documented = documentedMetrics();
		assertThat(asked).allSatisfy((metric) -> assertThat(scraped.contains(metric) || documented.contains(metric))
			.as("%s is scraped, or occurs after a failure", metric)
			.isTrue());
		assertThat(asked).filteredOn((metric) -> metric.startsWith("hikaricp_")).isSubsetOf(scraped);
		Set<String> pgsteady = new TreeSet<>(scraped);
		pgsteady.removeIf((metric) -> !metric.startsWith("pgsteady_"));
		assertThat(documented).containsAll(pgsteady);
		assertThat(Promtool.find().run(scrape, "check", "metrics").output())
			.noneMatch((line) -> line.contains("pgsteady_") || line.contains("error"));
	}

	@Test
	void alertsAreValidAndFireWhenTheyShould() throws IOException {
		Promtool promtool = Promtool.find();
		check(promtool.run(ALERTS, "check", "rules", ALERTS.toString()));
		check(promtool.run(ALERTS, "test", "rules", ALERT_TESTS.toString()));
	}

	@Test
	void everyAlertIsExplainedAndTested() throws IOException {
		String tests = Files.readString(ALERT_TESTS);
		List<Map<String, Object>> rules = rules();
		assertThat(rules).extracting((rule) -> rule.get("alert")).doesNotHaveDuplicates().hasSizeGreaterThan(9);
		for (Map<String, Object> rule : rules) {
			assertThat(map(rule, "labels").get("severity")).as("%s", rule).isIn("warning", "critical");
			assertThat(map(rule, "annotations")).as("%s", rule).containsOnlyKeys("summary", "description");
			assertThat(map(rule, "annotations").values())
				.allSatisfy((text) -> assertThat((String) text).isNotBlank().doesNotContain("http"));
			String query = "- expr: ALERTS{alertname=\"%s\", alertstate=\"firing\"}\\s+eval_time: \\w+\\s+exp_samples:"
				.formatted(rule.get("alert"))
				.replace("{", "\\{")
				.replace("}", "\\}");
			assertThat(tests).containsPattern(query + " \\[]").containsPattern(query + "\\s+- labels:");
		}
	}

	@Test
	void everyPanelOfTheDashboardIsExplained() throws IOException {
		List<JsonNode> panels = panels();
		assertThat(panels).extracting((panel) -> panel.path("id").asInt()).doesNotHaveDuplicates().doesNotContain(0);
		assertThat(panels).allSatisfy((panel) -> assertThat(panel.path("title").asString()).isNotBlank());
		assertThat(panels).filteredOn((panel) -> !"row".equals(panel.path("type").asString()))
			.hasSizeGreaterThan(12)
			.allSatisfy((panel) -> {
				assertThat(panel.path("description").asString()).isNotBlank();
				assertThat(panel.path("fieldConfig").path("defaults").path("unit").asString()).isNotBlank();
				assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${prometheus}");
				assertThat(panel.path("targets").size()).isPositive();
			});
	}

	@Test
	void queriesOfTheDashboardAreValid() throws IOException {
		Promtool promtool = Promtool.find();
		List<Map<String, String>> rules = new ArrayList<>();
		for (String expression : panelExpressions()) {
			String query = expression.replace("$__rate_interval", "5m")
				.replaceAll("\\$(application|instance|datasource)", ".*");
			assertThat(query).doesNotContain("$");
			rules.add(Map.of("record", "panel:" + rules.size(), "expr", query));
		}
		Path file = this.directory.resolve("dashboard.yml");
		Files.writeString(file,
				new Yaml().dump(Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)))));
		check(promtool.run(file, "check", "rules", file.toString()));
	}

	@Test
	void whatIsSelectedCanOccur() throws IOException {
		Map<String, Map<String, Set<String>>> documented = documentedTags();
		List<String> unknown = new ArrayList<>();
		for (String expression : expressions()) {
			for (MatchResult selector : SELECTOR.matcher(expression).results().toList()) {
				Map<String, Set<String>> tags = documented.get(meter(selector.group(1)));
				assertThat(tags).as(selector.group()).isNotNull();
				MATCHER.matcher(selector.group(2))
					.results()
					.filter((matcher) -> !Set.of("application", "instance", "datasource").contains(matcher.group(1)))
					.filter((matcher) -> !tags.getOrDefault(matcher.group(1), Set.of())
						.containsAll(List.of(matcher.group(2).split("\\|"))))
					.forEach((matcher) -> unknown.add(selector.group()));
			}
		}
		assertThat(unknown).isEmpty();
	}

	private Path scrape(PostgresSimulation postgres) throws IOException {
		String url = "postgres://%s:%s@%s:%s/%s".formatted(postgres.getUsername(), postgres.getPassword(),
				postgres.getHost(), postgres.getPort(), postgres.getDatabase());
		try (ApplicationProcess application = ApplicationProcess.start(url, false, this.directory)) {
			RestTestClient client = RestTestClient.bindToServer().baseUrl(application.getUrl()).build();
			client.post()
				.uri("/orders")
				.contentType(MediaType.APPLICATION_JSON)
				.body(Map.of("reference", UUID.randomUUID(), "product", "coffee", "quantity", 1))
				.exchange()
				.expectStatus()
				.isCreated();
			postgres.getProxy().inject(Fault.cut(Cut.RST).afterStatement("from \"orders\""));
			get(client, "/orders");
			get(client, "/actuator/health/db");
			get(client, "/actuator/health/db");
			return Files.writeString(this.directory.resolve("scrape.txt"), get(client, "/actuator/prometheus"));
		}
	}

	private static String get(RestTestClient client, String uri) {
		String body = client.get()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(body).isNotNull();
		return body;
	}

	private static void check(Promtool.Result result) {
		assertThat(result.status()).as(String.join("\n", result.output())).isZero();
	}

	private static Set<String> metrics(List<String> expressions) {
		return expressions.stream()
			.flatMap((expression) -> METRIC.matcher(expression).results().map(MatchResult::group))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static List<String> expressions() throws IOException {
		return Stream.concat(panelExpressions().stream(), rules().stream().map((rule) -> (String) rule.get("expr")))
			.toList();
	}

	private static List<String> panelExpressions() throws IOException {
		return panels().stream()
			.flatMap((panel) -> panel.path("targets").valueStream())
			.map((target) -> target.path("expr").asString())
			.toList();
	}

	private static List<JsonNode> panels() throws IOException {
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Files.readString(MONITORING.resolve("grafana-dashboard.json")));
		return dashboard.path("panels").valueStream().toList();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> rules() throws IOException {
		Map<String, Object> file = new Yaml().load(Files.readString(ALERTS));
		List<Map<String, Object>> groups = (List<Map<String, Object>>) file.get("groups");
		return groups.stream().flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream()).toList();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> rule, String key) {
		return (Map<String, Object>) rule.get(key);
	}

	private static Set<String> documentedMetrics() throws IOException {
		Set<String> metrics = new HashSet<>();
		documentedTags().keySet().forEach((metric) -> SUFFIXES.forEach((suffix) -> metrics.add(metric + suffix)));
		return metrics;
	}

	private static String meter(String metric) {
		Matcher matcher = Pattern.compile("(.*)_(?:count|sum|max)").matcher(metric);
		return matcher.matches() ? matcher.group(1) : metric;
	}

	/**
	 * Read what Prometheus has, and which tags it has.
	 * @return the values of each tag, by metric
	 */
	private static Map<String, Map<String, Set<String>>> documentedTags() throws IOException {
		List<List<List<String>>> rows = Files.readAllLines(DOCUMENTATION)
			.stream()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> Arrays.stream(line.split("\\|")).map(MonitoringIntegrationTests::codes).toList())
			.toList();
		Map<String, Map<String, Set<String>>> metrics = new LinkedHashMap<>();
		rows.stream().filter((row) -> row.get(1).get(0).startsWith("pgsteady.")).forEach((meter) -> {
			Map<String, Set<String>> tags = metrics.computeIfAbsent(meter.get(2).get(0),
					(name) -> new LinkedHashMap<>());
			rows.stream()
				.filter((row) -> row.get(2).contains(meter.get(1).get(0)))
				.forEach((row) -> tags.put(row.get(1).get(0), Set.copyOf(row.get(3))));
		});
		return metrics;
	}

	private static List<String> codes(String cell) {
		return CODE.matcher(cell).results().map((match) -> match.group(1)).toList();
	}

}
