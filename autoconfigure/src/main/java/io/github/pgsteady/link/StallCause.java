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

package io.github.pgsteady.link;

/**
 * Why a link is given up on which an answer has stayed away.
 *
 * @since 0.1.0
 */
public enum StallCause {

	/**
	 * The server's session is idle: it has not received the request, or its answer did
	 * not arrive.
	 */
	IDLE("the server says that the session is idle"),

	/**
	 * The server waits for the rest of what was sent.
	 */
	NOT_RECEIVED("the server says that it waits for the rest of what was sent"),

	/**
	 * The server cannot get rid of its answer.
	 */
	NOT_DELIVERED("the server says that it cannot get rid of its answer"),

	/**
	 * The server has no such session any more.
	 */
	GONE("the server says that the session is gone"),

	/**
	 * While it logged in, another connection, begun later, did.
	 */
	OVERTAKEN("another connection has logged in meanwhile"),

	/**
	 * The server could not be asked for as long as the provider may take to bring the
	 * database back.
	 */
	NOBODY_THERE("the server could not be asked either"),

	/**
	 * The time limit of the statement, or of the {@code COMMIT}, has passed.
	 */
	TIME_LIMIT("the time limit has passed");

	private final String description;

	StallCause(String description) {
		this.description = description;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
