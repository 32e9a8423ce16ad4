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

package io.github.pgsteady.provider;

/**
 * How a PostgreSQL server is reached: the session that the client sees is either the
 * server's own, or a pooler's for as long as the client is connected, or a pooler's for
 * one transaction only.
 *
 * @since 0.1.0
 */
public enum EndpointKind {

	/**
	 * The server itself: a connection is a session of the server.
	 */
	DIRECT("direct"),

	/**
	 * A pooler that lends a session for as long as the client is connected. Everything
	 * works, and each client counts against the pool of the pooler.
	 */
	SESSION_POOLER("session-pooler"),

	/**
	 * A pooler that lends a session for one transaction. What outlives a transaction
	 * (session settings, advisory locks, {@code LISTEN}, temporary tables) does not work.
	 */
	TRANSACTION_POOLER("transaction-pooler");

	private final String id;

	EndpointKind(String id) {
		this.id = id;
	}

	/**
	 * Return the name of this kind in configuration keys, such as
	 * {@code transaction-pooler}.
	 * @return the name
	 */
	public String getId() {
		return this.id;
	}

	@Override
	public String toString() {
		return this.id;
	}

}
