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

import java.time.Duration;
import java.util.function.Predicate;

import io.github.pgsteady.fleet.ServerConnections;
import io.github.pgsteady.fleet.ServerConnections.Holder;

/**
 * What a server says of itself.
 *
 * @param version its version
 * @param connections how many connections it takes, and who holds them
 * @param idleSessionTimeout after how long it ends idle sessions, zero for never
 * @param idleInTransactionTimeout after how long it ends sessions that are idle in a
 * transaction, zero for never
 * @param statementTimeout how long a statement may take, zero for as long as it takes
 * @param recovery whether it is a standby
 * @param readOnly whether transactions can only read, unless they say otherwise
 */
record ServerFacts(String version, ServerConnections connections, Duration idleSessionTimeout,
		Duration idleInTransactionTimeout, Duration statementTimeout, boolean recovery, boolean readOnly) {

	/**
	 * Return how many connections this role may have to this database, all instances
	 * together.
	 * @return the number
	 */
	int limit() {
		int limit = this.connections.usable();
		Integer role = this.connections.roleLimit();
		Integer database = this.connections.databaseLimit();
		limit = (role != null) ? Math.min(limit, role) : limit;
		return (database != null) ? Math.min(limit, database) : limit;
	}

	/**
	 * Return how many connections others hold: other roles, and this one in other
	 * databases. What this role holds in this database is most likely the application's.
	 * @return the number
	 */
	int usedByOthers() {
		return used((holder) -> !isOfApplication(holder));
	}

	/**
	 * Return how many connections this role holds in this database.
	 * @return the number, without those of the doctor
	 */
	int usedByApplication() {
		return used((holder) -> isOfApplication(holder) && !isOfDoctor(holder));
	}

	private int used(Predicate<Holder> filter) {
		return this.connections.holders().stream().filter(filter).mapToInt(Holder::connections).sum();
	}

	private static boolean isOfApplication(Holder holder) {
		return holder.sameRole() && holder.sameDatabase();
	}

	static boolean isOfDoctor(Holder holder) {
		return holder.applicationName().equals(DoctorConnections.APPLICATION_NAME);
	}

}
