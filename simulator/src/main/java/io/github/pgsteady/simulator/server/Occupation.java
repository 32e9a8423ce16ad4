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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections of the plain role that are held, each busy with {@code pg_sleep}, so that
 * others find no place. Closing gives the places back.
 *
 * @since 0.1.0
 */
public final class Occupation implements AutoCloseable {

	// Too many connections: of the server, the role or the database
	private static final String TOO_MANY_CONNECTIONS = "53300";

	private final List<Sleeper> sleepers = new ArrayList<>();

	private boolean closed;

	private Occupation() {
	}

	static Occupation of(int connections, Access access, Role role) {
		if (connections < 0) {
			throw new IllegalArgumentException("A negative number of connections: " + connections);
		}
		Occupation occupation = new Occupation();
		try {
			while (occupation.size() < connections) {
				occupation.sleepers.add(Sleeper.start(access, role));
			}
			return occupation;
		}
		catch (SQLException ex) {
			String message = "Only %s of %s connections: %s".formatted(occupation.size(), connections, ex.getMessage());
			occupation.close();
			throw new IllegalStateException(message, ex);
		}
	}

	static Occupation ofAll(Access access, Role role) {
		Occupation occupation = new Occupation();
		try {
			while (true) {
				occupation.sleepers.add(Sleeper.start(access, role));
			}
		}
		catch (SQLException ex) {
			if (TOO_MANY_CONNECTIONS.equals(ex.getSQLState())) {
				return occupation;
			}
			occupation.close();
			throw new IllegalStateException("Not all connections: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Return how many connections were taken.
	 * @return the number of connections
	 */
	public int size() {
		return this.sleepers.size();
	}

	/**
	 * Give the places back, which are free when this returns. Closing it again does
	 * nothing, nor does closing it when the server has ended the connections already.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.sleepers.forEach(Sleeper::wake);
			this.sleepers.forEach(Sleeper::awaitEnd);
		}
	}

}
