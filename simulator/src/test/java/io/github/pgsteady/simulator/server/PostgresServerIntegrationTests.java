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

package io.github.pgsteady.simulator.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * One server that keeps running.
 */
@Tag("smoke")
class PostgresServerIntegrationTests {

	private static PostgresServer server;

	@BeforeAll
	static void start() {
		server = PostgresServer.builder()
			.maxConnections(12)
			.reservedConnections(2)
			.setting("work_mem", "5MB")
			.setting("listen_addresses", "0.0.0.0")
			.start();
	}

	@AfterAll
	static void close() {
		server.close();
	}

	@AfterEach
	void endConnections() {
		server.terminateAll();
	}

	@Test
	void hasTheSettingsOfTheBuilder() throws SQLException {
		assertThat(Client.query(server, "show max_connections")).isEqualTo("12");
		assertThat(Client.query(server, "show superuser_reserved_connections")).isEqualTo("2");
		assertThat(Client.query(server, "show work_mem")).isEqualTo("5MB");
	}

	@Test
	void tellsItsAddress() {
		assertThat(server.getAddress().getHostString()).isEqualTo("127.0.0.1");
		assertThat(server.getAddress().getPort()).isEqualTo(server.getPort());
		assertThat(server.getJdbcUrl("a b")).isEqualTo("jdbc:postgresql://127.0.0.1:%s/a+b", server.getPort());
	}

	@Test
	void givesThePlainRoleNoPrivileges() {
		assertThat(server.queryForLong("postgres",
				"select count(*) from pg_roles where rolname = '%s' and rolcanlogin and not (rolsuper or rolcreatedb "
					.formatted(server.getUsername()) + "or rolcreaterole or rolreplication or rolbypassrls)"))
			.isEqualTo(1);
	}

	@Test
	void refusesAWrongPasswordOfEverybody() {
		for (String user : List.of(server.getUsername(), "postgres")) {
			for (String password : List.of("wrong", "")) {
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(
							() -> DriverManager.getConnection(server.getJdbcUrl("postgres"), user, password).close())
					.satisfies((ex) -> assertThat(ex.getSQLState()).isIn("28P01", "08004"));
			}
		}
	}

	@Test
	void refusesAWrongPasswordAtEachAddressThatItListensOn() throws Exception {
		for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
			for (InetAddress address : network.inetAddresses().filter(Inet4Address.class::isInstance).toList()) {
				String url = "jdbc:postgresql://%s:%s/postgres".formatted(address.getHostAddress(), server.getPort());
				DriverManager.getConnection(url, server.getUsername(), server.getPassword()).close();
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> DriverManager.getConnection(url, server.getUsername(), "wrong").close())
					.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28P01"));
			}
		}
	}

	@Test
	void createsAndDropsDatabases() throws SQLException {
		String first = server.createDatabase();
		String second = server.createDatabase();
		assertThat(first).isNotEqualTo(second);
		try (Connection connection = Client.connect(server, first, "")) {
			connection.createStatement().execute("create table item (id int)");
			server.dropDatabase(first);
			Client.assertFails(connection, "57P01");
		}
		server.dropDatabase(second);
		server.dropDatabase(second);
		assertThat(server.queryForLong("postgres", "select count(*) from pg_database where datname like 'test_%'"))
			.isZero();
	}

	@Test
	void connectsAsSuperuser() throws SQLException {
		try (Connection connection = server.openAdminConnection("postgres")) {
			assertThat(Client.query(connection, "show is_superuser")).isEqualTo("on");
			assertThat(Client.query(connection, "show application_name")).isEqualTo("pgsteady-simulator");
		}
	}

	@Test
	void saysWhatFailed() {
		assertThatIllegalStateException().isThrownBy(() -> server.execute("select nothing"))
			.withMessageContaining("select nothing")
			.withMessageContaining("does not exist")
			.withCauseInstanceOf(SQLException.class);
		assertThatIllegalStateException().isThrownBy(() -> server.queryForLong("postgres", "select 1 where false"));
		assertThatIllegalStateException().isThrownBy(() -> server.queryForLong("postgres", "select null::int"));
	}

	@Test
	void terminatesTheConnectionsOfAnApplication() throws SQLException {
		try (Connection wanted = Client.connect(server, "postgres", "ApplicationName=it's");
				Connection other = Client.connect(server, "postgres", "ApplicationName=other")) {
			assertThat(server.terminate("it's")).isEqualTo(1);
			Client.assertFails(wanted, "57P01");
			assertThat(Client.query(other, "select 1")).isEqualTo("1");
			assertThat(server.terminate("nobody")).isZero();
		}
	}

	@Test
	void terminatesAllConnectionsButThoseOfTheSuperuser() throws SQLException {
		try (Connection first = Client.connect(server);
				Connection second = Client.connect(server);
				Connection admin = server.openAdminConnection("postgres")) {
			assertThat(server.terminateAll()).isEqualTo(2);
			Client.assertFails(first, "57P01");
			Client.assertFails(second, "57P01");
			assertThat(Client.query(admin, "select 1")).isEqualTo("1");
		}
	}

	@Test
	void changesASettingThatIsInForceAtOnce() throws SQLException {
		// More than once: without a wait it is in force at once by luck
		for (int megabytes = 20; megabytes < 50; megabytes++) {
			server.set("work_mem", megabytes + "MB");
			assertThat(Client.query(server, "show work_mem")).isEqualTo(megabytes + "MB");
		}
		server.set("work_mem", "7MB");
		server.set("work_mem", "7MB");
		server.reset("work_mem");
		assertThat(Client.query(server, "show work_mem")).isEqualTo("5MB");
	}

	@Test
	void refusesSettingsThatDoNotExist() {
		assertThatIllegalStateException().isThrownBy(() -> server.set("work_memory", "7MB"));
		assertThatIllegalStateException().isThrownBy(() -> server.set("work_mem", "much"));
		assertThatIllegalArgumentException().isThrownBy(() -> server.set("work_mem = '1MB'; --", "7MB"));
		assertThatIllegalArgumentException().isThrownBy(() -> PostgresServer.builder().setting("a b", "c"));
	}

	@Test
	void endsIdleConnections() throws SQLException {
		server.setIdleSessionTimeout(Duration.ofMillis(100));
		try (Connection idle = Client.connect(server)) {
			awaitEnd(Client.pid(idle));
			Client.assertFails(idle, "57P05");
		}
		finally {
			server.setIdleSessionTimeout(Duration.ZERO);
		}
		assertThat(Client.query(server, "show idle_session_timeout")).isEqualTo("0");
		assertThatIllegalArgumentException().isThrownBy(() -> server.setIdleSessionTimeout(Duration.ofMillis(-1)));
	}

	@Test
	void endsConnectionsThatAreIdleInATransaction() throws SQLException {
		server.setIdleInTransactionSessionTimeout(Duration.ofMillis(100));
		try (Connection idle = Client.connect(server)) {
			idle.setAutoCommit(false);
			awaitEnd(Client.pid(idle));
			Client.assertFails(idle, "25P03");
		}
		finally {
			server.setIdleInTransactionSessionTimeout(Duration.ZERO);
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> server.setIdleInTransactionSessionTimeout(Duration.ofMillis(-1)));
	}

	private static void awaitEnd(int pid) {
		await().until(
				() -> server.queryForLong("postgres", "select count(*) from pg_stat_activity where pid = " + pid) == 0);
	}

	@Test
	void limitsTheConnectionsOfTheRole() throws SQLException {
		server.setConnectionLimit(1);
		try (Connection only = Client.connect(server)) {
			Client.assertRefused(server, "53300");
			server.setConnectionLimit(-1);
			Client.connect(server).close();
			assertThat(Client.query(only, "select 1")).isEqualTo("1");
		}
		finally {
			server.setConnectionLimit(-1);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> server.setConnectionLimit(-2));
	}

	@Test
	void occupiesConnections() throws SQLException {
		try (Occupation occupation = server.occupy(3)) {
			assertThat(occupation.size()).isEqualTo(3);
			await().untilAsserted(() -> assertThat(sleeping()).isEqualTo(3));
			Client.connect(server).close();
		}
		assertThat(sleeping()).isZero();
	}

	@Test
	void hasGivenThePlacesBackWhenItIsClosed() throws SQLException {
		try (Connection admin = server.openAdminConnection("postgres")) {
			for (int i = 0; i < 20; i++) {
				server.occupy(8).close();
				assertThat(Client.query(admin, "select count(*) from pg_stat_activity where usename = 'app'"))
					.isEqualTo("0");
			}
		}
	}

	@Test
	void occupiesAllThatTheRoleCanHave() throws SQLException {
		try (Occupation occupation = server.occupyAll()) {
			assertThat(occupation.size()).isEqualTo(10);
			long before = server.countInLog("connection slots are reserved");
			Client.assertRefused(server, "53300");
			assertThat(server.countInLog("connection slots are reserved")).isEqualTo(before + 1);
		}
		assertThat(sleeping()).isZero();
		Client.connect(server).close();
	}

	@Test
	void occupiesNothingIfThereIsNotEnough() {
		assertThatIllegalStateException().isThrownBy(() -> server.occupy(11)).withMessageContaining("Only 10 of 11");
		assertThat(sleeping()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> server.occupy(-1));
	}

	@Test
	void givesBackAnOccupationThatTheServerHasEnded() {
		Occupation occupation = server.occupy(3);
		assertThat(server.terminateAll()).isEqualTo(3);
		occupation.close();
		occupation.close();
		assertThat(sleeping()).isZero();
	}

	private static long sleeping() {
		return server.queryForLong("postgres", "select count(*) from pg_stat_activity where query like '%pg_sleep(%' "
				+ "and pid <> pg_backend_pid()");
	}

	@Test
	void standsStillWhileItIsFrozen() throws Exception {
		try (Connection connection = Client.connect(server, "postgres", "socketTimeout=1")) {
			try (var freeze = server.freeze()) {
				assertThat(freeze.isFrozen()).isTrue();
				assertThat(server.isRunning()).isTrue();
				assertThatIllegalStateException().isThrownBy(() -> server.stop(StopMode.FAST))
					.withMessageContaining("frozen");
				Client.assertFails(connection, "08006");
			}
		}
		assertThat(Client.query(server, "select 1")).isEqualTo("1");
	}

	@Test
	void isNoStandby() {
		assertThat(server.isInRecovery()).isFalse();
		assertThatIllegalStateException().isThrownBy(server::promote);
		assertThatIllegalStateException().isThrownBy(() -> server.awaitReplay(server));
	}

}
