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

package io.github.pgsteady.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.PgSteadyDiagnosisAutoConfiguration;
import io.github.pgsteady.endpoint.DataSourceDescriptor.PoolDescriptor;
import io.github.pgsteady.endpoint.DataSourceDescriptor.SettingDescriptor;
import io.github.pgsteady.fleet.PgSteadyFleetAutoConfiguration;
import io.github.pgsteady.retry.DatabaseRetryTemplate;
import io.github.pgsteady.retry.RetryContexts;
import io.github.pgsteady.retry.RetryMode;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.proxy.Traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PgSteadyEndpoint}.
 */
@SimulatedPostgres
class PgSteadyEndpointIntegrationTests {

	private static final Path PAGE = Path.of("../docs/endpoint.md");

	private PostgresSimulation postgres;

	@BeforeEach
	void setPostgres(PostgresSimulation postgres) {
		this.postgres = postgres;
	}

	@Test
	void tellsWhatIsEffectiveAndWhoDecidedSo() {
		contextRunner().withPropertyValues("pgsteady.provider=neon", "spring.datasource.hikari.maximum-pool-size=7")
			.run((context) -> {
				DataSourceDescriptor dataSource = describe(context);
				assertThat(dataSource.provider().name()).isEqualTo("neon");
				assertThat(dataSource.provider().detectedBy()).contains("'pgsteady.provider' is 'neon'");
				assertThat(dataSource.provider().maySleep()).isTrue();
				assertThat(dataSource.endpoint().kind()).isEqualTo("direct");
				assertThat(dataSource.endpoint().address())
					.isEqualTo(this.postgres.getHost() + ":" + this.postgres.getPort());
				SettingDescriptor size = dataSource.settings().get("maximum-pool-size");
				assertThat(size.value()).isEqualTo("7");
				assertThat(size.origin()).isEqualTo("application");
				assertThat(size.reason()).contains("'spring.datasource.hikari.maximum-pool-size'");
				assertThat(size.source()).isNull();
				SettingDescriptor lifetime = dataSource.settings().get("max-lifetime");
				assertThat(lifetime.value()).isEqualTo("15m");
				assertThat(lifetime.origin()).isEqualTo("provider");
				assertThat(lifetime.source()).contains("Neon");
				assertThat(lifetime.confirmed()).isTrue();
				assertThat(dataSource.settings().get("validation-timeout").value()).isEqualTo("3s");
				assertThat(dataSource.settings().get("prepare-threshold").origin()).isEqualTo("default");
			});
	}

	@Test
	void tellsWhatHasChangedSinceTheStart() {
		contextRunner().run((context) -> {
			jdbc(context).execute("select 1");
			context.getBean(HikariDataSource.class).getHikariConfigMXBean().setMaximumPoolSize(3);
			SettingDescriptor size = describe(context).settings().get("maximum-pool-size");
			assertThat(size.value()).isEqualTo("3");
			assertThat(size.origin()).isEqualTo("runtime");
			assertThat(size.reason()).startsWith("10 was planned");
			assertThat(describe(context).pool()).extracting(PoolDescriptor::maximum).isEqualTo(3);
		});
	}

	@Test
	void poolIsLeftOutUntilItHasStarted() {
		contextRunner().run((context) -> {
			assertThat(describe(context).pool()).isNull();
			jdbc(context).execute("select 1");
			assertThat(describe(context).pool()).satisfies((pool) -> {
				assertThat(pool.state()).isEqualTo("quiet");
				assertThat(pool.idle()).isOne();
				assertThat(pool.utilisation()).isZero();
				assertThat(pool.lastAnswer()).isNotNull();
			});
		});
	}

	@Test
	void tellsWhatFailedLast() {
		contextRunner().run((context) -> {
			assertThat(describe(context).failures()).isEmpty();
			failCalls(context);
			assertThat(describe(context).failures()).anySatisfy((failure) -> {
				assertThat(failure.event()).isEqualTo("connection-lost");
				assertThat(failure.failureClass()).isEqualTo("connection-lost");
				assertThat(failure.sqlState()).isEqualTo("57P01");
				assertThat(failure.phase()).isEqualTo("write");
				assertThat(failure.count()).isEqualTo(2);
				assertThat(failure.first()).isBefore(failure.last());
			}).anySatisfy((failure) -> {
				assertThat(failure.event()).isEqualTo("call");
				assertThat(failure.call()).isEqualTo("kill");
				assertThat(failure.decision()).isEqualTo("outcome-unknown");
				assertThat(failure.count()).isEqualTo(2);
			});
			assertThat(describe(context).failures()).extracting(FailureDescriptor::last)
				.isSortedAccordingTo((one, other) -> other.compareTo(one));
		});
	}

	@Test
	void tellsWhatDoesHarm() {
		contextRunner().withPropertyValues("pgsteady.may-sleep=true", "spring.datasource.hikari.keepalive-time=60000")
			.run((context) -> {
				assertThat(describe(context).findings()).extracting(Finding::id).contains("kept-awake");
				assertThat(endpoint(context).dataSources().findings()).extracting(Finding::id)
					.doesNotContain("kept-awake");
			});
	}

	@Test
	void worksWithoutDiagnosis() {
		contextRunner().withPropertyValues("pgsteady.diagnosis.enabled=false")
			.run((context) -> assertThat(describe(context).findings()).isEmpty());
	}

	@Test
	void evictsSoftly() {
		contextRunner().withPropertyValues("spring.datasource.hikari.minimum-idle=2").run((context) -> {
			int before = backendPid(context);
			assertThat(endpoint(context).act("dataSource", "evict"))
				.satisfies((evicted) -> assertThat(evicted.closed()).isPositive());
			assertThat(backendPid(context)).isNotEqualTo(before);
		});
	}

	@Test
	void evictsNothingThatIsNotThere() {
		contextRunner().run((context) -> {
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint(context).act("dataSource", "evict"))
				.withMessageContaining("has started");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint(context).act("other", "evict"));
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint(context).act("dataSource", "drop"))
				.withMessageContaining("'evict'");
			assertThat(endpoint(context).dataSource("other")).isNull();
		});
	}

	@Test
	void asksNothingOfTheDatabase() {
		contextRunner().run((context) -> {
			jdbc(context).execute("select 1");
			Traffic before = this.postgres.getProxy().getTraffic();
			for (int i = 0; i < 100; i++) {
				endpoint(context).dataSources();
			}
			assertThat(this.postgres.getProxy().getTraffic()).isEqualTo(before);
		});
	}

	@Test
	void isNotThereUnlessItIsExposed() {
		contextRunner().withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(PgSteadyEndpoint.class)
				.doesNotHaveBean(RecentFailures.class));
	}

	@Test
	void shapeIsTheOneThatIsDocumented() {
		contextRunner().withConfiguration(AutoConfigurations.of(PgSteadyFleetAutoConfiguration.class))
			.withPropertyValues("pgsteady.provider=neon", "spring.quartz.job-store-type=jdbc")
			.run((context) -> {
				failCalls(context);
				await().untilAsserted(() -> {
					jdbc(context).execute("select 1");
					assertThat(describe(context).fleet()).isNotNull()
						.matches(DataSourceDescriptor.FleetDescriptor::seen);
				});
				JsonNode documented = documented();
				JsonNode actual = JsonMapper.builder()
					.changeDefaultPropertyInclusion((value) -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
					.build()
					.valueToTree(endpoint(context).dataSources());
				assertThat(paths(actual)).isEqualTo(paths(documented));
			});
	}

	private static void failCalls(ApplicationContext context) {
		DatabaseRetryTemplate template = context.getBean(DatabaseRetryTemplate.class);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> template.execute("kill", RetryMode.RERUN, () -> jdbc(context)
					.queryForObject("select pg_terminate_backend(pg_backend_pid())", Boolean.class)));
		}
	}

	private static JsonNode documented() throws IOException {
		Matcher matcher = Pattern.compile("```json\n(.+?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
		assertThat(matcher.find()).isTrue();
		return new JsonMapper().readTree(matcher.group(1));
	}

	// What has a name of the application's own is one
	private static Set<String> paths(JsonNode node) {
		Set<String> paths = new TreeSet<>();
		collect("", node, paths);
		return paths;
	}

	private static void collect(String path, JsonNode node, Set<String> paths) {
		boolean names = path.endsWith("/dataSources") || path.endsWith("/settings");
		node.properties()
			.forEach((property) -> collect(path + "/" + (names ? "*" : property.getKey()), property.getValue(), paths));
		if (node.isArray()) {
			node.forEach((element) -> collect(path + "[]", element, paths));
		}
		if (node.isValueNode()) {
			paths.add(path + ": " + node.getNodeType());
		}
	}

	private ApplicationContextRunner contextRunner() {
		return RetryContexts.to(this.postgres)
			.withConfiguration(AutoConfigurations.of(PgSteadyDiagnosisAutoConfiguration.class,
					PgSteadyEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*", "pgsteady.retry.max-retries=0");
	}

	private static PgSteadyEndpoint endpoint(ApplicationContext context) {
		return context.getBean(PgSteadyEndpoint.class);
	}

	private static DataSourceDescriptor describe(ApplicationContext context) {
		DataSourceDescriptor dataSource = endpoint(context).dataSource("dataSource");
		assertThat(dataSource).isNotNull();
		return dataSource;
	}

	private static JdbcTemplate jdbc(ApplicationContext context) {
		return context.getBean(JdbcTemplate.class);
	}

	private static int backendPid(ApplicationContext context) {
		return jdbc(context).queryForObject("select pg_backend_pid()", Integer.class);
	}

}
