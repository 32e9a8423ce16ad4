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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.pgsteady.retry.Integrity;
import io.github.pgsteady.simulator.server.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of instances in processes of their own, under load, that share a server with 25
 * connections: of them 22 are for applications.
 */
@Timeout(900)
class FleetOfProcessesIntegrationTests {

	// Five times what is promised
	private static final Duration FIRST_CALL = Duration.ofSeconds(5).multipliedBy(5);

	private PostgresServer server;

	private String database;

	private final List<InstanceProcess> instances = new ArrayList<>();

	private int started;

	@BeforeEach
	void startServer() {
		this.server = PostgresServer.builder().maxConnections(25).start();
		this.database = this.server.createDatabase();
		this.server.execute(this.database, "CREATE TABLE calls (instance int)");
		this.server.execute(this.database, "ALTER TABLE calls OWNER TO " + this.server.getUsername());
	}

	@AfterEach
	void stopServer() {
		this.instances.forEach(InstanceProcess::close);
		this.server.close();
	}

	@Test
	void instancesComeAndGoUnderLoad() {
		comeAndGo(Duration.ofSeconds(3), 1);
	}

	@Test
	@Tag("full")
	void instancesComeAndGoUnderLoadWithTheDefaultInterval() {
		comeAndGo(new FleetProperties().getInterval(), 2);
	}

	private void comeAndGo(Duration interval, int deployments) {
		for (int i = 0; i < 3; i++) {
			start(interval);
		}
		awaitSizes(interval.multipliedBy(4), 6, 6, 6);
		long refusedBefore = refused();
		InstanceProcess fourth = start(interval);
		assertThat(fourth.report().first()).isLessThan(FIRST_CALL.toMillis());
		awaitSizes(interval.multipliedBy(2), 4, 4, 4, 4);
		assertThat(refused() - refusedBefore).isLessThanOrEqualTo(2);
		InstanceProcess killed = this.instances.remove(0);
		// It may have done more than it could say
		long said = killed.kill().succeeded();
		Integrity.check(() -> assertThat(calls(killed)).isGreaterThanOrEqualTo(said));
		awaitSizes(interval.multipliedBy(4), 6, 6, 6);
		start(interval);
		awaitSizes(interval.multipliedBy(2), 4, 4, 4, 4);
		for (int i = 0; i < deployments; i++) {
			deploy(interval);
		}
		awaitSizes(interval.multipliedBy(4), 4, 4, 4, 4);
		List.copyOf(this.instances).forEach(this::stop);
	}

	private void deploy(Duration interval) {
		List<InstanceProcess> old = List.copyOf(this.instances);
		for (InstanceProcess replaced : old) {
			InstanceProcess instance = start(interval);
			assertThat(instance.report().first()).isLessThan(FIRST_CALL.toMillis());
			stop(replaced);
		}
	}

	private void stop(InstanceProcess instance) {
		LoadedApplication.Report report = instance.stop();
		this.instances.remove(instance);
		assertThat(report.failed()).isZero();
		Integrity.check(() -> assertThat(calls(instance)).isEqualTo(report.succeeded()));
	}

	private long calls(InstanceProcess instance) {
		return this.server.queryForLong(this.database,
				"SELECT count(*) FROM calls WHERE instance = " + instance.getNumber());
	}

	@Test
	@Tag("full")
	void plainPoolsLetNobodyJoin() {
		for (int i = 0; i < 3; i++) {
			startPlain();
		}
		await().atMost(Duration.ofMinutes(1)).until(() -> open() == 22);
		InstanceProcess fourth = startPlain();
		await().atMost(Duration.ofMinutes(1)).until(() -> fourth.report().failed() >= 12);
		assertThat(fourth.isServed()).isFalse();
		assertThat(open()).isEqualTo(22);
		assertThat(refused()).isGreaterThan(2);
	}

	// Each is served before it counts
	private InstanceProcess start(Duration interval) {
		InstanceProcess instance = launch("--pgsteady.fleet.mode=enforce",
				"--pgsteady.fleet.interval=" + interval.toMillis() + "ms");
		await().atMost(FIRST_CALL.multipliedBy(2)).until(instance::isServed);
		return instance;
	}

	private InstanceProcess startPlain() {
		return launch("--pgsteady.enabled=false", "--spring.datasource.hikari.connection-timeout=5000");
	}

	private InstanceProcess launch(String... arguments) {
		InstanceProcess instance = new InstanceProcess(++this.started,
				Stream.concat(
						Stream.of("--spring.datasource.url=" + this.server.getJdbcUrl(this.database),
								"--spring.datasource.username=" + this.server.getUsername(),
								"--spring.datasource.password=" + this.server.getPassword(),
								"--spring.datasource.hikari.maximum-pool-size=10", "--pgsteady.pool.development=false"),
						Stream.of(arguments))
					.toList());
		this.instances.add(instance);
		return instance;
	}

	// Five times what is promised
	private void awaitSizes(Duration time, Integer... sizes) {
		await().atMost(time.multipliedBy(5)).untilAsserted(() -> {
			assertThat(this.instances).extracting((instance) -> instance.report().size()).containsExactly(sizes);
			assertThat(this.instances).extracting((instance) -> instance.report().open()).containsExactly(sizes);
		});
	}

	private int open() {
		return this.instances.stream().mapToInt((instance) -> instance.report().open()).sum();
	}

	private long refused() {
		return this.server.countInLog("too many clients already")
				+ this.server.countInLog("remaining connection slots are reserved");
	}

}
