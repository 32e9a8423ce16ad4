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

package io.github.pgsteady.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.jdbc.channel.PostgresChannelMessageTableSubscriber;
import org.springframework.mock.env.MockEnvironment;

import io.github.pgsteady.fleet.FleetMode;
import io.github.pgsteady.fleet.FleetProperties;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.fleet.PgSteadyFleetAutoConfiguration;
import io.github.pgsteady.pool.PoolContexts;
import io.github.pgsteady.pool.PoolPlans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PoolCheck checks of pools}.
 */
class PoolFindingsTests {

	private static final String NEON = "jdbc:postgresql://ep-cool-1.us-east-2.aws.neon.tech/db";

	private static final String SUPABASE = "jdbc:postgresql://aws-0-eu-west-1.pooler.supabase.com:6543/postgres";

	private static final String RENDER = "jdbc:postgresql://dpg-abc123-a.oregon-postgres.render.com/db";

	private static final String MARK = "s3cr3t-mark";

	@ParameterizedTest
	@ValueSource(strings = { NEON, SUPABASE, RENDER, "jdbc:postgresql://postgres.railway.internal:5432/railway",
			"jdbc:postgresql://shuttle.proxy.rlwy.net:15140/railway?sslmode=require",
			"jdbc:postgresql://localhost:5432/db" })
	void nothingIsFoundWithoutSettingsOfOnesOwn(String url) {
		find(url, "user.project",
				(findings) -> assertThat(findings).extracting(Finding::id).isSubsetOf("connections-not-watched"));
	}

	@Test
	void preparedStatementsThroughPooler() {
		find(SUPABASE + "?prepareThreshold=5", isWarning("prepared-statements-through-pooler", "prepare-threshold=5"));
		findNot(SUPABASE + "?prepareThreshold=0", "prepared-statements-through-pooler");
		findNot("jdbc:postgresql://ep-cool-1-pooler.us-east-2.aws.neon.tech/db?prepareThreshold=5",
				"prepared-statements-through-pooler");
	}

	@Test
	void sessionStateThroughPooler() {
		find(SUPABASE + "?currentSchema=app&options=-c%20work_mem=" + MARK,
				isWarning("session-state-through-pooler", "currentSchema", "options"));
		find(SUPABASE,
				isWarning("session-state-through-pooler", "connection-init-sql", "schema", "transaction-isolation"),
				"spring.datasource.hikari.connection-init-sql=select '" + MARK + "'",
				"spring.datasource.hikari.schema=app",
				"spring.datasource.hikari.transaction-isolation=TRANSACTION_SERIALIZABLE");
		findNot(SUPABASE + "?currentSchema=public&options=reference%3Dabc", "session-state-through-pooler");
		findNot(NEON + "?currentSchema=app", "session-state-through-pooler");
	}

	@ParameterizedTest
	@ValueSource(strings = { "connection-init-sql=SELECT 1", "connection-init-sql= select 1; ", "schema=public",
			"transaction-isolation=TRANSACTION_READ_COMMITTED", "transaction-isolation=2" })
	void whatChangesNoSession(String property) {
		findNot(SUPABASE, "session-state-through-pooler", "spring.datasource.hikari." + property);
	}

	@Test
	void notificationsThroughPooler() {
		UnaryOperator<ApplicationContextRunner> listener = (runner) -> runner
			.withBean(PostgresChannelMessageTableSubscriber.class);
		UnaryOperator<ApplicationContextRunner> pooled = pool("pooled", SUPABASE, "postgres.abc");
		findOfSeveral((findings) -> assertThat(findings)
			.filteredOn((finding) -> finding.id().equals("notifications-through-pooler"))
			.singleElement()
			.satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Severity.INFO);
				assertThat(finding.dataSource()).isEqualTo("pooled");
			}), pooled, listener);
		findOfSeveral(hasNot("notifications-through-pooler"), pooled);
		findOfSeveral(hasNot("notifications-through-pooler"), pooled, listener,
				pool("direct", SUPABASE.replace("6543", "5432"), "postgres.abc"));
	}

	@Test
	void userWithoutProject() {
		find(SUPABASE, "postgres", isWarning("supavisor-user", "spring.datasource.username"));
		find(SUPABASE + "?user=postgres", null, isWarning("supavisor-user", "spring.datasource.username"));
		findNot(SUPABASE + "?options=reference%3Dabc", "supavisor-user");
		find(NEON, "postgres", hasNot("supavisor-user"));
	}

	@Test
	void connectionsAboveLimit() {
		find(SUPABASE.replace("6543", "5432"), isWarning("connections-above-limit", "dataSource: maximum-pool-size=4"),
				"pgsteady.fleet.instances=4");
		findNot(SUPABASE.replace("6543", "5432"), "connections-above-limit", "pgsteady.fleet.instances=3");
		findNot(SUPABASE.replace("6543", "5432"), "connections-above-limit", "pgsteady.fleet.instances=4",
				"pgsteady.providers.supabase.session-pooler.connection-limit=30");
		find(NEON, isWarning("connections-above-limit", "dataSource: maximum-pool-size=100"),
				"spring.datasource.hikari.maximum-pool-size=100");
	}

	@Test
	void connectionsAboveLimitAsTheServerSays() {
		FleetStatus above = status(FleetMode.OBSERVE, true);
		assertThat(findings(NEON, above)).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.what()).contains("3 pools", "30 connections", "of 22");
			assertThat(finding.why()).contains("share of this pool would be 6");
			assertThat(finding.remedy()).contains("pgsteady.fleet.mode=enforce",
					"host 'ep-cool-1-pooler.us-east-2.aws.neon.tech'");
		});
		// They share what there is
		assertThat(findings(NEON, status(FleetMode.ENFORCE, true))).isEmpty();
		assertThat(findings("jdbc:postgresql://db.abc.supabase.co/postgres", status(FleetMode.ENFORCE, false)))
			.singleElement()
			.satisfies((finding) -> assertThat(finding.remedy()).contains("6543", "postgres.abc"));
		assertThat(findings("jdbc:postgresql://db.example.com/app", status(FleetMode.ENFORCE, false))).singleElement()
			.satisfies((finding) -> assertThat(finding.remedy()).contains("PgBouncer", "db.example.com:5432"));
	}

	private static FleetStatus status(FleetMode mode, boolean enough) {
		return new FleetStatus(mode, true, false, "As the server says", 22, 20, 3, 30, 6, enough, Duration.ZERO);
	}

	private static List<Finding> findings(String url, FleetStatus status) {
		List<Finding> findings = new ArrayList<>();
		context(url, "user")
			.run((context) -> findings.addAll(new ConnectionsAboveLimit(new FleetProperties(), (dataSource) -> status)
				.check(context.getBean(PoolPlans.class).getPools().values())));
		return findings;
	}

	@Test
	void fleetNotSeen() {
		UnaryOperator<ApplicationContextRunner> fleet = (runner) -> runner
			.withConfiguration(AutoConfigurations.of(PgSteadyFleetAutoConfiguration.class));
		Consumer<List<Finding>> told = (findings) -> assertThat(findings)
			.filteredOn((finding) -> finding.id().equals("fleet-not-seen"))
			.singleElement()
			.satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Severity.INFO);
				assertThat(finding.why()).contains("transaction-pooler", "It has 7 connections, of 15 for 2 instances");
			});
		findOfSeveral(
				told, fleet, (runner) -> runner.withPropertyValues("pgsteady.fleet.mode=enforce",
						"pgsteady.fleet.instances=2", "pgsteady.fleet.limit=15"),
				pool("orders", SUPABASE, "postgres.one"));
		findOfSeveral(hasNot("fleet-not-seen"), fleet, pool("orders", SUPABASE, "postgres.one"));
	}

	@Test
	void projectsThatShareAPoolerHaveALimitEach() {
		String pooler = SUPABASE.replace("6543", "5432");
		UnaryOperator<ApplicationContextRunner> fleet = (runner) -> runner
			.withPropertyValues("pgsteady.fleet.instances=2");
		findOfSeveral(hasNot("connections-above-limit"), fleet, pool("orders", pooler, "postgres.one"),
				pool("stock", pooler, "postgres.two"));
		findOfSeveral(
				(findings) -> assertThat(findings)
					.filteredOn((finding) -> finding.id().equals("connections-above-limit"))
					.extracting(Finding::dataSource)
					.containsExactly("orders"),
				fleet, pool("orders", pooler, "postgres.one"),
				pool("stock", pooler.replace("aws", "AWS"), "postgres.one"));
	}

	@Test
	void poolWithoutUserDoesNotHideTheOthers() {
		findOfSeveral((findings) -> assertThat(findings).filteredOn((finding) -> finding.id().equals("supavisor-user"))
			.extracting(Finding::dataSource)
			.containsExactly("stock"), pool("orders", SUPABASE, null), pool("stock", SUPABASE, "postgres"));
	}

	@Test
	void userInTheUrlIsTheOneThatTheDriverTakes() {
		find(SUPABASE + "?user=postgres.abc", "postgres", hasNot("supavisor-user"));
	}

	@Test
	void impossibleNumberOfInstances() {
		context(NEON, "user").withPropertyValues("pgsteady.fleet.instances=0")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("at least 1"));
	}

	@Test
	void keptAwake() {
		find(NEON, isInfo("kept-awake", "minimum-idle=2", "keepalive-time=5m", "Quartz"),
				"spring.datasource.hikari.minimum-idle=2", "spring.datasource.hikari.keepalive-time=300000",
				"spring.quartz.job-store-type=jdbc");
		find(NEON, isInfo("kept-awake", "Spring Boot's health check"), "pgsteady.health.enabled=false");
		findNot(NEON, "kept-awake", "spring.datasource.hikari.minimum-idle=2", "pgsteady.may-sleep=false");
		findNot(NEON, "kept-awake", "pgsteady.health.enabled=false", "management.health.db.enabled=false");
		findNot(NEON, "kept-awake", "pgsteady.health.enabled=false", "management.health.defaults.enabled=false");
	}

	@Test
	void lifetimeAboveCut() {
		find(SUPABASE, isInfo("lifetime-above-cut", "max-lifetime=30m"),
				"spring.datasource.hikari.max-lifetime=1800000");
		find(SUPABASE, isInfo("lifetime-above-cut", "max-lifetime=0s"), "spring.datasource.hikari.max-lifetime=0");
		findNot(SUPABASE, "lifetime-above-cut", "spring.datasource.hikari.max-lifetime=120000");
		findNot(SUPABASE, "lifetime-above-cut", "pgsteady.providers.supabase.transaction-pooler.max-lifetime=20m");
	}

	@ParameterizedTest
	@CsvSource({ "disable, WARNING", "prefer, INFO", "allow, INFO" })
	void weakTls(String sslmode, Severity severity) {
		find(NEON + "?sslmode=" + sslmode,
				(findings) -> assertThat(findings).filteredOn((finding) -> finding.id().equals("weak-tls"))
					.singleElement()
					.satisfies((finding) -> assertThat(finding.severity()).isEqualTo(severity)));
		findNot("jdbc:postgresql://10.0.0.1/db?sslmode=" + sslmode, "weak-tls");
		findNot("jdbc:postgresql://localhost/db?sslmode=" + sslmode, "weak-tls");
	}

	@Test
	void tlsOfUnknownProviders() {
		find("jdbc:postgresql://db.example.com/db", isInfo("weak-tls", "sslmode=default"));
		findNot("jdbc:postgresql://db.example.com/db?sslmode=verify-full", "weak-tls");
		findNot("jdbc:postgresql://db.example.com/db?ssl=true", "weak-tls");
	}

	@Test
	void noTimeLimit() {
		find(NEON, isInfo("no-time-limit", "socketTimeout=0"), "pgsteady.stall.enabled=false",
				"pgsteady.connection.statement-timeout=0");
		findNot(NEON + "?socketTimeout=60", "no-time-limit", "pgsteady.stall.enabled=false",
				"pgsteady.connection.statement-timeout=0");
		findNot(NEON, "no-time-limit", "pgsteady.stall.enabled=false");
		findNot(NEON, "no-time-limit", "pgsteady.connection.statement-timeout=0");
	}

	@Test
	void noTimeLimitWithoutConnectionsOfOurs() {
		find(NEON, isInfo("no-time-limit", "socketTimeout=0"), "pgsteady.connection.enabled=false");
	}

	@Test
	void ignoredParameters() {
		find(NEON + "?channel_binding=require&connect_timeout=10&foo=" + MARK,
				isInfo("ignored-parameters", "channel_binding (for this driver: channelBinding)",
						"connect_timeout (for this driver: connectTimeout)", "foo"));
		find(NEON, isInfo("ignored-parameters", "sockettimeout"),
				"spring.datasource.hikari.data-source-properties.sockettimeout=10");
		findNot(NEON + "?connection_limit=5&pgbouncer=true&channelBinding=require", "ignored-parameters");
	}

	@Test
	void whatMayBePartOfAPasswordIsNotShown() {
		find(NEON + "?password=p&" + MARK, isInfo("ignored-parameters", "a parameter that is not shown"));
		find(NEON + "?password=p&" + MARK + "=x", isInfo("ignored-parameters", "a parameter that is not shown"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "socketFactory=com.google.cloud.sql.postgres.SocketFactory&cloudSqlInstance=a:b:c",
			"authenticationPluginClassName=com.example.Plugin&azure.clientId=x", "sslfactory=com.example.Factory&x=y" })
	void parametersOfWhatTheDriverIsGivenAreReadThere(String parameters) {
		findNot(NEON + "?" + parameters, "ignored-parameters");
	}

	@ParameterizedTest
	@CsvSource({ "6.3.3, true, true", "7.0.2, true, true", "7.1.0, true, false", "8.0.0, true, false",
			"7.0.2, false, false", "'', true, false" })
	void virtualThreads(String version, boolean virtual, boolean found) {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.threads.virtual.enabled",
				String.valueOf(virtual));
		context(NEON, "user").run((context) -> assertThat(
				new VirtualThreads(environment, version).check(context.getBean(PoolPlans.class).getPools().values()))
			.hasSize(found ? 1 : 0));
	}

	@Test
	void versionOfHikariIsKnown() {
		find(NEON, isInfo("virtual-threads", "spring.threads.virtual.enabled"), "spring.threads.virtual.enabled=true");
	}

	@Test
	void settingsThatDoNotGoTogether() {
		find(NEON, isWarning("settings-conflict", "keepalive-time"), "spring.datasource.hikari.keepalive-time=10000");
	}

	@Test
	void checkThatFailsDoesNotHideTheOthers() {
		Finding finding = new Finding("other", Severity.INFO, null, "What", "Why", List.of(), "Remedy");
		PoolCheck failing = (pools) -> {
			throw new NoClassDefFoundError("Check");
		};
		Findings findings = new Findings(List::of, List.of(failing, (pools) -> List.of(finding)));
		assertThat(findings.getAll()).containsExactly(finding);
	}

	private static Consumer<List<Finding>> isWarning(String id, String... where) {
		return has(id, Severity.WARNING, where);
	}

	private static Consumer<List<Finding>> isInfo(String id, String... where) {
		return has(id, Severity.INFO, where);
	}

	private static Consumer<List<Finding>> has(String id, Severity severity, String... where) {
		return (findings) -> assertThat(findings).filteredOn((finding) -> finding.id().equals(id))
			.singleElement()
			.satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(severity);
				assertThat(finding.dataSource()).isEqualTo("dataSource");
				for (int i = 0; i < where.length; i++) {
					assertThat(finding.where().get(i)).contains(where[i]);
				}
				assertThat(finding.where()).hasSize(where.length);
			});
	}

	private static Consumer<List<Finding>> hasNot(String id) {
		return (findings) -> assertThat(findings).extracting(Finding::id).doesNotContain(id);
	}

	private static void find(String url, Consumer<List<Finding>> requirements, String... properties) {
		find(url, "user.project", requirements, properties);
	}

	private static void findNot(String url, String id, String... properties) {
		find(url, "user.project", hasNot(id), properties);
	}

	private static void find(String url, String user, Consumer<List<Finding>> requirements, String... properties) {
		context(url, user).withPropertyValues(properties).run((context) -> {
			List<Finding> findings = context.getBean(Findings.class).getAll();
			requirements.accept(findings);
			assertThat(findings.toString()).doesNotContain(MARK);
		});
	}

	@SafeVarargs
	private static void findOfSeveral(Consumer<List<Finding>> requirements,
			UnaryOperator<ApplicationContextRunner>... pools) {
		ApplicationContextRunner runner = context(NEON, "user");
		for (UnaryOperator<ApplicationContextRunner> pool : pools) {
			runner = pool.apply(runner);
		}
		runner.run((context) -> requirements.accept(context.getBean(Findings.class).getAll()));
	}

	private static UnaryOperator<ApplicationContextRunner> pool(String name, String url, @Nullable String user) {
		return (runner) -> runner.withBean(name, HikariDataSource.class, () -> {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(url);
			dataSource.setUsername(user);
			return dataSource;
		});
	}

	private static ApplicationContextRunner context(String url, String user) {
		return PoolContexts.to(url, (user != null) ? user : "", MARK)
			.withConfiguration(AutoConfigurations.of(PgSteadyDiagnosisAutoConfiguration.class));
	}

}
