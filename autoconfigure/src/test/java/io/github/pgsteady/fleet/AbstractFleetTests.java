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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import io.github.pgsteady.simulator.server.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of instances that share a server with 25 connections, of which three are kept for
 * superusers.
 */
@Timeout(120)
abstract class AbstractFleetTests {

	static final String ENFORCE = "pgsteady.fleet.mode=enforce";

	static PostgresServer server;

	String database;

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

	Instance start(String... properties) {
		return startAs(server.getUsername(), properties);
	}

	Instance startAs(String role, String... properties) {
		Instance instance = new Instance(server.getJdbcUrl(this.database), role, server.getPassword(), properties);
		this.instances.add(instance);
		assertThat(instance.isUsable()).isTrue();
		return instance;
	}

}
