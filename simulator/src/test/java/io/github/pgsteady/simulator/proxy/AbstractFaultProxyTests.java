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

package io.github.pgsteady.simulator.proxy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import io.github.pgsteady.simulator.server.PostgresServer;

/**
 * Base class for tests of the proxy, with plain pgjdbc: a server for the class, a proxy
 * and a database with a table for each test.
 */
abstract class AbstractFaultProxyTests {

	private static PostgresServer server;

	private FaultProxy proxy;

	private String database;

	@BeforeAll
	static void startServer() {
		server = PostgresServer.start();
	}

	@AfterAll
	static void closeServer() {
		server.close();
	}

	@BeforeEach
	void startProxy() throws SQLException {
		this.database = server.createDatabase();
		this.proxy = startProxy(FaultProxy.builder(server::getAddress));
		try (Connection connection = DriverManager.getConnection(server.getJdbcUrl(this.database), credentials())) {
			execute(connection, "create table payment (id int primary key, amount int)");
		}
	}

	FaultProxy startProxy(FaultProxy.Builder builder) {
		return builder.start();
	}

	@AfterEach
	void closeProxy() {
		this.proxy.close();
		server.execute("drop database " + this.database + " with (force)");
	}

	static PostgresServer server() {
		return server;
	}

	FaultProxy proxy() {
		return this.proxy;
	}

	String database() {
		return this.database;
	}

	Connection connect() throws SQLException {
		return connect("");
	}

	Connection connect(String parameters) throws SQLException {
		return DriverManager.getConnection(url(parameters), credentials());
	}

	String url(String parameters) {
		return "jdbc:postgresql://127.0.0.1:" + this.proxy.getPort() + "/" + this.database + "?connectTimeout=10&"
				+ parameters;
	}

	static Properties credentials() {
		Properties properties = new Properties();
		properties.setProperty("user", server.getUsername());
		properties.setProperty("password", server.getPassword());
		return properties;
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	static int queryForInt(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet resultSet = statement.executeQuery(sql)) {
			resultSet.next();
			return resultSet.getInt(1);
		}
	}

	// What the database holds, asked past the proxy
	long payments() {
		return server.queryForLong(this.database, "select count(*) from payment");
	}

	// Sessions of the test that the server still has
	long sessions() {
		return server.queryForLong("postgres",
				"select count(*) from pg_stat_activity where datname = '" + this.database + "'");
	}

}
