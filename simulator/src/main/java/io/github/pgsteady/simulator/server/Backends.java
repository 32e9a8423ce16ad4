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

/**
 * Ends connections from the side of the server.
 */
final class Backends {

	// Waits for each to end. Our own is none of them
	private static final String TERMINATE = """
			select count(*) filter (where pg_terminate_backend(pid, 5000)) from pg_stat_activity
			where backend_type = 'client backend' and pid <> pg_backend_pid() and %s
			""";

	private final Access access;

	private final Role superuser;

	Backends(Access access, Role superuser) {
		this.access = access;
		this.superuser = superuser;
	}

	int terminate(String applicationName) {
		return terminateWhere("application_name = " + Sql.literal(applicationName));
	}

	int terminateAll() {
		return terminateWhere("usename <> " + Sql.literal(this.superuser.name()));
	}

	private int terminateWhere(String condition) {
		return Integer.parseInt(this.access.query(TERMINATE.formatted(condition)));
	}

	void crash(int pid) {
		try (Connection connection = this.access.connectAsSuperuser(Access.MAINTENANCE_DATABASE)) {
			String count = Access.query(connection,
					"select count(*) from pg_stat_activity where pid <> pg_backend_pid() and pid = " + pid);
			if (count.equals("0")) {
				throw new IllegalArgumentException("The server has no backend " + pid);
			}
			ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
			awaitCrash(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The backend was not crashed: " + ex.getMessage(), ex);
		}
	}

	// The server ends this connection like all others when it notices
	private static void awaitCrash(Connection connection) {
		try {
			Access.query(connection, "select pg_sleep(30)::text");
		}
		catch (SQLException ex) {
			return;
		}
		throw new IllegalStateException("The server has not noticed the crash within 30 s");
	}

}
