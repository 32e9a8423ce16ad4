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

import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A server and its standbys.
 */
class StandbyIntegrationTests {

	private static PostgresServer primary;

	@BeforeAll
	static void start() {
		primary = PostgresServer.start();
		primary.execute("create table item (id int)");
		primary.execute("grant all on item to public");
	}

	@AfterAll
	static void close() {
		primary.close();
	}

	@Test
	void followsAndAnswersQueriesAndRefusesToWrite() throws SQLException {
		try (PostgresServer standby = primary.startStandby()) {
			assertThat(standby.getPort()).isNotEqualTo(primary.getPort());
			assertThat(standby.getPassword()).isEqualTo(primary.getPassword());
			assertThat(standby.isInRecovery()).isTrue();
			assertThat(primary.isInRecovery()).isFalse();
			primary.execute("insert into item values (1)");
			primary.awaitReplay(standby);
			assertThat(Client.query(standby, "select count(*) from item where id = 1")).isEqualTo("1");
			assertThatIllegalStateException().isThrownBy(() -> standby.execute("insert into item values (2)"))
				.withMessageContaining("read-only");
			assertThatIllegalStateException().isThrownBy(standby::startStandby);
		}
		assertThat(primary.queryForLong("postgres", "select 1")).isEqualTo(1);
	}

	@Test
	void becomesAServerOfItsOwnWhenItIsPromoted() throws SQLException {
		try (PostgresServer standby = primary.startStandby(); Connection open = Client.connect(standby)) {
			standby.promote();
			assertThat(standby.isInRecovery()).isFalse();
			// A failover does not end the connections to the standby
			open.createStatement().execute("insert into item values (10)");
			assertThat(primary.queryForLong("postgres", "select count(*) from item where id = 10")).isZero();
			assertThatIllegalStateException().isThrownBy(standby::promote);
			try (PostgresServer next = standby.startStandby()) {
				standby.awaitReplay(next);
				assertThat(next.queryForLong("postgres", "select count(*) from item where id = 10")).isEqualTo(1);
			}
		}
	}

	@Test
	void followsThePrimaryToAnotherPort() throws Exception {
		try (PostgresServer standby = primary.startStandby(); PostgresServer stopped = primary.startStandby()) {
			stopped.stop(StopMode.FAST);
			primary.stop(StopMode.FAST);
			try (ServerSocket squatter = new ServerSocket()) {
				squatter.setReuseAddress(true);
				squatter.bind(primary.getAddress());
				primary.startAgain();
				assertThat(primary.getPort()).isNotEqualTo(squatter.getLocalPort());
				stopped.startAgain();
				primary.execute("insert into item values (20)");
				primary.awaitReplay(standby);
				primary.awaitReplay(stopped);
			}
		}
	}

	@Test
	void goesOnWithoutItsPrimaryAndIsClosedWithIt() {
		PostgresServer other = PostgresServer.start();
		PostgresServer standby = other.startStandby();
		other.stop(StopMode.IMMEDIATE);
		standby.promote();
		assertThat(standby.queryForLong("postgres", "select 1")).isEqualTo(1);
		standby.freeze();
		other.close();
		assertThat(standby.isRunning()).isFalse();
		standby.close();
	}

}
