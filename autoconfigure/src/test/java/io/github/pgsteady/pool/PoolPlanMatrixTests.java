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

package io.github.pgsteady.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.mock.env.MockEnvironment;

import io.github.pgsteady.provider.Detection;
import io.github.pgsteady.provider.PgSteadyProperties;
import io.github.pgsteady.provider.ProviderCatalog;
import io.github.pgsteady.provider.ProviderDetector;
import io.github.pgsteady.provider.Setting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no profile, at no endpoint, together with no value of the application or of
 * {@code pgsteady.providers}, yields a pool that HikariCP changes behind our back: it
 * validates a real {@link HikariConfig} and compares.
 */
class PoolPlanMatrixTests {

	private static final Map<Setting, List<Object>> VALUES = new EnumMap<>(
			Map.of(Setting.MAXIMUM_POOL_SIZE, List.of(1, 2, 50), Setting.MINIMUM_IDLE, List.of(0, 1, 30),
					Setting.IDLE_TIMEOUT, List.of(Duration.ZERO, seconds(10), seconds(60), seconds(600), seconds(7200)),
					Setting.MAX_LIFETIME, List.of(Duration.ZERO, seconds(30), seconds(61), seconds(300), seconds(7200)),
					Setting.KEEPALIVE_TIME, List.of(Duration.ZERO, seconds(30), seconds(600), seconds(7200)),
					Setting.CONNECTION_TIMEOUT, List.of(Duration.ofMillis(250), seconds(60)),
					Setting.VALIDATION_TIMEOUT, List.of(Duration.ofMillis(250), seconds(20))));

	private final Logger hikariLogger = (Logger) LoggerFactory.getLogger(HikariConfig.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.log.start();
		this.hikariLogger.addAppender(this.log);
		this.hikariLogger.setAdditive(false);
	}

	@AfterEach
	void stopListening() {
		this.hikariLogger.setAdditive(true);
		this.hikariLogger.detachAppender(this.log);
	}

	static Stream<Arguments> endpoints() {
		return Stream.of("ep-a-1.us-east-2.aws.neon.tech:5432", "ep-a-1-pooler.us-east-2.aws.neon.tech:5432",
				"db.abc.supabase.co:5432", "db.abc.supabase.co:6543", "aws-0-eu-west-1.pooler.supabase.com:5432",
				"aws-0-eu-west-1.pooler.supabase.com:6543", "shuttle.proxy.rlwy.net:15140",
				"postgres.railway.internal:5432", "pgbouncer.railway.internal:5432",
				"dpg-abc-a.oregon-postgres.render.com:5432", "dpg-abc-a:5432", "db.example.com:5432", "localhost:5432")
			.flatMap((address) -> Stream.of(true, false)
				.flatMap((maySleep) -> Stream.of("Tests", "")
					.map((development) -> Arguments.of(address, maySleep, development))));
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void hikariReplacesNothing(String address, boolean maySleep, String development) {
		MockEnvironment environment = environment(maySleep);
		check(environment, address, development, Map.of());
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void hikariReplacesNothingBesideOneValueOfTheApplication(String address, boolean maySleep, String development) {
		VALUES.forEach((setting, values) -> values.forEach((value) -> {
			PoolPlan plan = check(environment(maySleep), address, development, Map.of(setting, value));
			assertThat(plan.get(setting).value()).isEqualTo(value);
		}));
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void whatHikariDoesNotTakeFromTheApplicationIsTold(String address, boolean maySleep, String development) {
		for (Map<Setting, Object> outOfRange : List.<Map<Setting, Object>>of(
				Map.of(Setting.IDLE_TIMEOUT, seconds(5), Setting.MINIMUM_IDLE, 0),
				Map.of(Setting.MAX_LIFETIME, seconds(10)), Map.of(Setting.KEEPALIVE_TIME, seconds(5)),
				Map.of(Setting.MINIMUM_IDLE, 30, Setting.MAXIMUM_POOL_SIZE, 20))) {
			PoolPlan plan = check(environment(maySleep), address, development, outOfRange);
			assertThat(plan.findings()).anySatisfy((finding) -> assertThat(finding).contains("HikariCP"));
		}
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void hikariReplacesNothingBesideTwoValuesOfTheApplicationWithoutAFinding(String address, boolean maySleep,
			String development) {
		pairs().forEach((pair) -> check(environment(maySleep), address, development, pair));
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void hikariReplacesNothingBesideValuesForTheProvider(String address, boolean maySleep, String development) {
		pairs().forEach((pair) -> {
			MockEnvironment environment = environment(maySleep);
			for (String provider : List.of("neon", "railway", "supabase", "render", "generic")) {
				pair.forEach((setting, value) -> environment
					.setProperty("pgsteady.providers.%s.%s".formatted(provider, setting.getId()), value.toString()));
			}
			check(environment, address, development, Map.of());
		});
	}

	private static Stream<Map<Setting, Object>> pairs() {
		List<Map<Setting, Object>> pairs = new ArrayList<>();
		VALUES.forEach((first, firstValues) -> VALUES.forEach((second, secondValues) -> {
			if (first.compareTo(second) < 0) {
				firstValues.forEach((one) -> secondValues.forEach((two) -> pairs.add(Map.of(first, one, second, two))));
			}
		}));
		return pairs.stream();
	}

	private PoolPlan check(MockEnvironment environment, String address, String development,
			Map<Setting, Object> application) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://" + address + "/db");
		Map<Setting, PlannedSetting> own = new EnumMap<>(Setting.class);
		application.forEach((setting, value) -> {
			HikariProperty.of(setting).set(config, value);
			own.put(setting, new PlannedSetting(setting, value, SettingOrigin.APPLICATION, "Test"));
		});
		PoolPlan plan = new PoolPlanner("orders", development.isEmpty() ? null : development).plan("dataSource",
				detection(environment, address), own, Duration.ofMillis(config.getLeakDetectionThreshold()));
		HikariPlanWriter.write(plan, config);
		validate(config, plan, address + " " + application);
		return plan;
	}

	private void validate(HikariConfig config, PoolPlan plan, String description) {
		Map<HikariProperty, Object> before = new EnumMap<>(HikariProperty.class);
		for (HikariProperty property : HikariProperty.values()) {
			if (property.isTouched(config)) {
				before.put(property, property.get(config));
			}
		}
		this.log.list.clear();
		config.validate();
		List<String> told = plan.findings().stream().filter((finding) -> finding.contains("HikariCP")).toList();
		before.forEach((property, value) -> {
			if (!value.equals(property.get(config))) {
				assertThat(told).as("%s: %s was %s", description, property, value)
					.anySatisfy((finding) -> assertThat(finding).contains(property.getSetting().getId()));
			}
		});
		if (told.isEmpty()) {
			assertThat(this.log.list).as(description)
				.filteredOn((event) -> event.getLevel() == Level.WARN)
				.filteredOn((event) -> !isAboutTheApplicationsOwnIdleTimeout(event, plan))
				.isEmpty();
		}
	}

	private boolean isAboutTheApplicationsOwnIdleTimeout(ILoggingEvent event, PoolPlan plan) {
		return plan.get(Setting.IDLE_TIMEOUT).origin() == SettingOrigin.APPLICATION
				&& event.getMessage().contains("has no effect");
	}

	private MockEnvironment environment(boolean maySleep) {
		return new MockEnvironment().withProperty("pgsteady.may-sleep", String.valueOf(maySleep));
	}

	private Detection detection(MockEnvironment environment, String address) {
		PgSteadyProperties properties = new PgSteadyProperties();
		properties.setMaySleep(environment.getProperty("pgsteady.may-sleep", Boolean.class));
		String host = address.split(":")[0];
		int port = Integer.parseInt(address.split(":")[1]);
		return new ProviderDetector(ProviderCatalog.from(environment), properties, environment).detect("dataSource",
				host, port, false);
	}

	private static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}
