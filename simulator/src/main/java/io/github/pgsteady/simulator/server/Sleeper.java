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

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.postgresql.PGConnection;

/**
 * One connection that is busy with doing nothing.
 */
final class Sleeper {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Connection connection;

	private final Statement statement;

	private final ProcessHandle backend;

	private final Thread thread;

	private volatile boolean awake;

	private Sleeper(Connection connection, ProcessHandle backend) throws SQLException {
		this.connection = connection;
		this.backend = backend;
		this.statement = connection.createStatement();
		this.thread = new Thread(this::sleep, "pgsteady-simulator-occupation");
		this.thread.setDaemon(true);
	}

	static Sleeper start(Access access, Role role) throws SQLException {
		Connection connection = access.connect(role, Access.MAINTENANCE_DATABASE, "pgsteady-simulator-occupation");
		long pid = connection.unwrap(PGConnection.class).getBackendPID();
		// A backend that has gone already counts as gone
		ProcessHandle backend = ProcessHandle.of(pid).orElseGet(ProcessHandle::current);
		Sleeper sleeper = new Sleeper(connection, backend);
		sleeper.thread.start();
		return sleeper;
	}

	private void sleep() {
		try {
			while (!this.awake) {
				this.statement.execute("select pg_sleep(3600)");
			}
		}
		catch (SQLException ex) {
			// Cancelled, or the server has ended it
		}
		try {
			this.connection.close();
		}
		catch (SQLException ex) {
			// It is gone in any case
		}
	}

	// By request of the protocol, which needs no place of its own
	void wake() {
		this.awake = true;
		try {
			this.statement.cancel();
		}
		catch (SQLException ex) {
			// The server is not there, or the connection has ended
		}
	}

	// A request that comes before the query is lost, so it is repeated
	void awaitEnd() {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (this.thread.isAlive() && System.nanoTime() < deadline) {
			try {
				this.thread.join(50);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			if (this.thread.isAlive()) {
				wake();
			}
		}
		boolean ours = this.backend.equals(ProcessHandle.current());
		while (!ours && this.backend.isAlive() && System.nanoTime() < deadline) {
			Await.pause();
		}
	}

}
