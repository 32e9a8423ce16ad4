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

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.server.PgBouncer;
import io.github.pgsteady.simulator.server.PoolMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what an instance sees of the others, of what it lets them see, and of what it
 * does where it can see nothing.
 */
class FleetLookIntegrationTests extends AbstractFleetTests {

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

}
