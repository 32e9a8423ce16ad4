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

package io.github.pgsteady.fleet;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.pgsteady.pool.SettingOrigin;
import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.server.Occupation;
import io.github.pgsteady.simulator.server.PgBouncer;
import io.github.pgsteady.simulator.server.PoolMode;
import io.github.pgsteady.simulator.server.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of instances that share a server with 25 connections, of which three are kept for
 * superusers.
 */
@Timeout(120)
class FleetIntegrationTests {

	private static final String ENFORCE = "pgsteady.fleet.mode=enforce";

	private static PostgresServer server;

	private String database;

	private final List<Instance> instances = new ArrayList<>();

	@BeforeAll
	static void startServer() {
		server = PostgresServer.builder().maxConnections(25).start();
		server.execute("CREATE ROLE blind LOGIN PASSWORD '%s'".formatted(server.getPassword()));
		server.execute("CREATE ROLE limited LOGIN CONNECTION LIMIT 12 PASSWORD '%s'".formatted(server.getPassword()));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void createDatabase() {
		this.database = server.createDatabase();
	}

	@AfterEach
	void stopInstances() {
		this.instances.forEach(Instance::close);
		server.dropDatabase(this.database);
	}

	@Test
	void observedInstancesKeepTheirSize() {
		Instance one = start();
		Instance two = start();
		await().until(() -> one.sees(2) && two.sees(2));
		FleetStatus status = one.status();
		assertThat(status.seen()).isTrue();
		assertThat(status.limit()).isEqualTo(22);
		assertThat(status.share()).isEqualTo((22 - 3) / 2);
		assertThat(status.wanted()).isBetween(20, 21);
		assertThat(status.isAboveLimit()).isFalse();
		assertThat(one.getSize()).isEqualTo(10);
		Instance three = start();
		await().until(() -> one.status().isAboveLimit() && three.status().isAboveLimit());
		assertThat(one.getSize()).isEqualTo(10);
	}

	@Test
	void sizesFollowThoseWhoComeAndGo() {
		Instance one = start(ENFORCE);
		await().until(() -> one.getSize() == 10);
		Instance two = start(ENFORCE);
		Instance three = start(ENFORCE);
		await().until(() -> one.getSize() == 6 && two.getSize() == 6 && three.getSize() == 6);
		await().until(() -> one.getTotal() <= 6 && two.getTotal() <= 6 && three.getTotal() <= 6);
		assertThat(one.setting().origin()).isEqualTo(SettingOrigin.RUNTIME);
		assertThat(one.setting().reason())
			.isEqualTo("10 was planned: the share of this instance among 3, of 22 connections");
		three.close();
		await().until(() -> one.getSize() == 9 && two.getSize() == 9);
	}

	@Test
	void instanceThatJoinsHoldsLittleAtFirst() throws SQLException {
		Instance one = start("spring.datasource.hikari.minimum-idle=10");
		await().until(() -> one.getTotal() == 10);
		Instance two = start(ENFORCE, "spring.datasource.hikari.minimum-idle=10");
		assertThat(two.getSize()).isEqualTo(2);
		try (Connection connection = two.dataSource().getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
		}
		await().until(() -> two.getSize() == 9 && two.dataSource().getMinimumIdle() == 9);
	}

	@Test
	void connectionsInUseAreGivenBackWhenTheyComeBack() throws SQLException {
		Instance one = start(ENFORCE);
		await().until(() -> one.getSize() == 10);
		List<Connection> used = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			used.add(one.dataSource().getConnection());
		}
		try (Occupation others = server.occupy(8)) {
			assertThat(others).isNotNull();
			// It asks when one of those in use comes back
			used.remove(0).close();
			await().until(() -> one.getSize() <= 10 && one.status().used() != null && one.status().used() >= 17);
			int size = one.getSize();
			for (Connection connection : used) {
				assertThat(connection.isValid(1)).isTrue();
				connection.close();
			}
			await().until(() -> one.getTotal() <= size);
		}
	}

	@Test
	void connectionsThatAreHeldForLongAreNotWaitedFor() throws SQLException {
		Instance one = start("spring.datasource.hikari.maximum-pool-size=1");
		try (Connection connection = one.dataSource().getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
			// A look would come each second, and wait for 30
			await().pollDelay(Duration.ofSeconds(2)).during(Duration.ofSeconds(3)).until(() -> one.getWaiting() == 0);
		}
		await().until(() -> one.status().seen());
	}

	@Test
	void growsWhereAllAreHeldForLong() throws SQLException {
		Instance one = start(ENFORCE);
		try (Connection first = one.dataSource().getConnection();
				Connection second = one.dataSource().getConnection();
				Connection third = one.dataSource().getConnection();
				Connection fourth = one.dataSource().getConnection()) {
			assertThat(Stream.of(first, second, third, fourth)).doesNotContainNull();
		}
		await().until(() -> one.getSize() == 10);
	}

	@Test
	void othersCountToo() {
		Instance one = start(ENFORCE);
		await().until(() -> one.getSize() == 10);
		try (Occupation others = server.occupy(14)) {
			assertThat(others).isNotNull();
			await().until(() -> one.getSize() <= 22 - 14 - 3);
			assertThat(one.status().enough()).isTrue();
		}
		await().until(() -> one.getSize() == 10);
	}

	@Test
	void exhaustionShrinks() {
		Instance one = start(ENFORCE);
		await().until(() -> one.getSize() == 10);
		try (Occupation others = server.occupyAll()) {
			assertThat(others).isNotNull();
			one.renew();
			await().until(() -> one.getSize() <= 2);
		}
		await().until(() -> one.getSize() == 10);
	}

	@Test
	void limitOfTheRole() {
		Instance one = startAs("limited", ENFORCE);
		Instance two = startAs("limited", ENFORCE);
		await().until(() -> one.getSize() == 4 && two.getSize() == 4);
		assertThat(one.status().limit()).isEqualTo(12);
	}

	@Test
	void limitThatTheApplicationSays() {
		Instance one = start(ENFORCE, "pgsteady.fleet.limit=9");
		await().until(() -> one.getSize() <= 9 - 3);
	}

	@Test
	void weights() {
		Instance one = start(ENFORCE, "pgsteady.fleet.weight=2");
		Instance two = start(ENFORCE);
		Instance three = start(ENFORCE);
		await().until(() -> one.getSize() == 9 && two.getSize() == 4 && three.getSize() == 4);
	}

	@Test
	void roleThatMayNotSeeWhoIsThere() {
		server.execute(this.database, "REVOKE SELECT ON pg_stat_activity FROM PUBLIC");
		Instance one = startAs("blind", ENFORCE);
		await().until(() -> one.status().reason().contains("42501"));
		assertThat(one.status().seen()).isFalse();
		await().until(() -> one.getSize() == 10);
		Instance two = startAs("blind", ENFORCE, "pgsteady.fleet.limit=21", "pgsteady.fleet.instances=4");
		await().until(() -> two.status().reason().contains("42501"));
		await().until(() -> two.getSize() == 5);
		assertThat(two.isUsable()).isTrue();
	}

	@Test
	void serverThatDoesNotTell() {
		server.execute(this.database, "CREATE SCHEMA other");
		server.execute(this.database, "GRANT USAGE ON SCHEMA other TO PUBLIC");
		server.execute(this.database, "CREATE FUNCTION other.current_setting(text) RETURNS text LANGUAGE plpgsql "
				+ "AS $$ BEGIN RAISE EXCEPTION 'not here' USING ERRCODE = '0A000'; END $$");
		Instance one = start(ENFORCE,
				"spring.datasource.hikari.connection-init-sql=SET search_path = other, pg_catalog");
		await().atMost(Duration.ofSeconds(60)).until(() -> one.status().reason().contains("0A000"));
		await().until(() -> one.getSize() == 10);
	}

	@Test
	@RequiresPgBouncer
	void transactionPoolerThatTheUrlDoesNotTell() {
		behindPooler(PoolMode.TRANSACTION);
	}

	@Test
	@RequiresPgBouncer
	void sessionPoolerThatTheUrlDoesNotTell() {
		behindPooler(PoolMode.SESSION);
	}

	private void behindPooler(PoolMode mode) {
		try (PgBouncer pooler = PgBouncer.before(server::getAddress)
			.user(server.getUsername(), server.getPassword())
			.poolMode(mode)
			.start()) {
			Instance one = new Instance(
					"jdbc:postgresql://localhost:%s/%s?prepareThreshold=0".formatted(pooler.getPort(), this.database),
					server.getUsername(), server.getPassword(), ENFORCE, "pgsteady.fleet.limit=21",
					"pgsteady.fleet.instances=4");
			assertThat(one.isUsable()).isTrue();
			await().until(() -> one.status().reason().contains("pooler stands before"));
			await().until(() -> one.getSize() == 5);
			assertThat(one.status().instances()).isEqualTo(4);
			one.close();
		}
	}

	@Test
	void poolerThatTheUrlTells() {
		Instance one = new Instance("jdbc:postgresql://ep-a-b-123456-pooler.eu-central-1.aws.neon.tech/x", "user",
				"password", ENFORCE, "RENDER_INSTANCE_ID=srv-1", "pgsteady.fleet.limit=11");
		// Those of a deployment stand beside those that they replace
		assertThat(one.status().instances()).isEqualTo(2);
		assertThat(one.status().reason())
			.isEqualTo("A transaction-pooler stands before the server, which cannot tell who " + "its clients are");
		assertThat(one.getSize()).isEqualTo(5);
		one.close();
	}

	@Test
	void nameOfTheApplicationIsReadable() {
		Instance one = start("spring.application.name=orders");
		assertThat(one.sessionName()).matches("orders \\[steady [a-z0-9]{6} 10\\*1]");
		Instance two = new Instance(server.getJdbcUrl(this.database) + "?ApplicationName=billing&connectTimeout=9",
				server.getUsername(), server.getPassword());
		assertThat(two.sessionName()).matches("billing \\[steady [a-z0-9]{6} 10\\*1]");
		assertThat(two.dataSource().getJdbcUrl()).contains("ApplicationName=billing&connectTimeout");
		two.close();
	}

	@Test
	void nameThatTheApplicationSetsByItselfIsLeftAlone() {
		Instance one = start("spring.datasource.hikari.connection-init-sql=SET application_name = 'mine'");
		assertThat(one.sessionName()).isEqualTo("mine");
		await().until(() -> one.status().reason().contains("'application_name'"));
	}

	@Test
	void nothingHappensWhereItIsOff() {
		Instance one = start("pgsteady.fleet.mode=off");
		assertThat(one.sessionName()).doesNotContain("steady");
		assertThat(one.fleet().get("dataSource")).isNull();
	}

	@Test
	void noConnectionIsMadeToAsk() {
		Instance one = start("spring.datasource.hikari.minimum-idle=0");
		await().until(() -> one.status().seen());
		one.renew();
		await().until(() -> one.getTotal() == 0);
		Integer before = one.status().used();
		Instance two = start();
		await().until(() -> two.status().seen());
		assertThat(one.getTotal()).isZero();
		assertThat(one.status().used()).isEqualTo(before);
	}

	@Test
	void databaseThatMaySleepIsOnlyAskedWhileItIsUsed() {
		Instance one = start("pgsteady.may-sleep=true", "spring.datasource.hikari.minimum-idle=1");
		await().until(() -> one.isUsable() && one.status().seen());
		await().until(() -> one.status().age().compareTo(Duration.ofSeconds(4)) > 0);
		assertThat(one.getTotal()).isPositive();
		await().until(() -> one.isUsable() && one.status().age().compareTo(Duration.ofSeconds(2)) < 0);
	}

	private Instance start(String... properties) {
		return startAs(server.getUsername(), properties);
	}

	private Instance startAs(String role, String... properties) {
		Instance instance = new Instance(server.getJdbcUrl(this.database), role, server.getPassword(), properties);
		this.instances.add(instance);
		assertThat(instance.isUsable()).isTrue();
		return instance;
	}

}
