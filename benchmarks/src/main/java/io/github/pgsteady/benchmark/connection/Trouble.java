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

package io.github.pgsteady.benchmark.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.proxy.Cut;
import io.github.pgsteady.simulator.proxy.Fault;
import io.github.pgsteady.simulator.proxy.FaultInjection;

/**
 * Why users get no answer from the database.
 */
enum Trouble {

	/**
	 * All connections wait for a lock, and some users for a connection.
	 */
	EXHAUSTED("pool exhausted", 20, true, Trouble::lock),

	/**
	 * The same, and all threads of the web server wait.
	 */
	CROWD("500 requests waiting", 500, true, Trouble::lock),

	/**
	 * Nothing comes back any more, on new connections neither.
	 */
	STALL("stall", 20, false, Trouble::stall),

	/**
	 * All connections are reset, and new ones refused.
	 */
	OUTAGE("outage", 20, false, Trouble::outage);

	private final String description;

	private final int users;

	private final boolean exhausting;

	private final Beginning beginning;

	Trouble(String description, int users, boolean exhausting, Beginning beginning) {
		this.description = description;
		this.users = users;
		this.exhausting = exhausting;
		this.beginning = beginning;
	}

	/**
	 * Return how many users there are meanwhile.
	 * @return the number
	 */
	int users() {
		return this.users;
	}

	/**
	 * Let it begin.
	 * @param postgres the database
	 * @return what ends it
	 * @throws SQLException if it does not begin
	 */
	AutoCloseable begin(Postgres postgres) throws SQLException {
		return this.beginning.begin(postgres);
	}

	/**
	 * Return whether the users are in trouble: they wait for a connection, and if all
	 * connections are to be in use, the pool has grown as far as it may.
	 * @param pool the pool of the application
	 * @return whether they are
	 */
	boolean isFelt(HikariDataSource pool) {
		HikariPoolMXBean running = pool.getHikariPoolMXBean();
		return running.getThreadsAwaitingConnection() > 0
				&& (!this.exhausting || running.getActiveConnections() >= pool.getMaximumPoolSize());
	}

	// Past the proxy
	private static AutoCloseable lock(Postgres postgres) throws SQLException {
		Connection connection = postgres.getServer().openAdminConnection(postgres.getDatabase());
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("lock table note");
		}
		return () -> {
			connection.rollback();
			connection.close();
		};
	}

	private static AutoCloseable stall(Postgres postgres) {
		return postgres.getProxy().inject(Fault.stall());
	}

	private static AutoCloseable outage(Postgres postgres) {
		FaultInjection refusal = postgres.getProxy().inject(Fault.refuse());
		postgres.getProxy().getLinks().cut(Cut.RST);
		return refusal;
	}

	@Override
	public String toString() {
		return this.description;
	}

	/**
	 * Lets it begin.
	 */
	@FunctionalInterface
	private interface Beginning {

		AutoCloseable begin(Postgres postgres) throws SQLException;

	}

}
