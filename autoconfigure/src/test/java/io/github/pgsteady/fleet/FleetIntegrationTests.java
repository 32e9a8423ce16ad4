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

import org.junit.jupiter.api.Test;

import io.github.pgsteady.pool.SettingOrigin;
import io.github.pgsteady.simulator.server.Occupation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how instances share the connections of a server.
 */
class FleetIntegrationTests extends AbstractFleetTests {

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
	void weights() {
		Instance one = start(ENFORCE, "pgsteady.fleet.weight=2");
		Instance two = start(ENFORCE);
		Instance three = start(ENFORCE);
		await().until(() -> one.getSize() == 9 && two.getSize() == 4 && three.getSize() == 4);
	}

}
