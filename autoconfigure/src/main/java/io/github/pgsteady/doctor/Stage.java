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

package io.github.pgsteady.doctor;

import java.util.Locale;

/**
 * What is examined, in this order.
 */
enum Stage {

	/**
	 * What was understood of the URL.
	 */
	URL,

	/**
	 * Which addresses the host has.
	 */
	DNS,

	/**
	 * Whether somebody answers there.
	 */
	TCP,

	/**
	 * What TLS there is, and whether the certificate can be verified.
	 */
	TLS,

	/**
	 * Whether the server lets this user in.
	 */
	LOGIN,

	/**
	 * What the server is, and how many connections it has left.
	 */
	SERVER,

	/**
	 * Whether a pooler stands before it.
	 */
	ENDPOINT,

	/**
	 * What of a session survives the end of a transaction.
	 */
	SESSIONS,

	/**
	 * Which tables the role sees, and what migrations have run.
	 */
	TABLES,

	/**
	 * How long a round trip takes.
	 */
	LATENCY,

	/**
	 * When idle connections are cut, and how.
	 */
	IDLE;

	/**
	 * Return the name of this stage for people and machines.
	 * @return the name
	 */
	String getId() {
		return name().toLowerCase(Locale.ROOT);
	}

}
