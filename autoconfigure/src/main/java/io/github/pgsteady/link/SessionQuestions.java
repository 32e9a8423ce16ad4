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

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the server is asked.
 */
final class SessionQuestions {

	private static final String SERVER = "pg_catalog.pg_is_in_recovery(), pg_catalog.pg_postmaster_start_time()::text";

	/**
	 * Asks for the number of the session that asks, and for its server.
	 */
	static final String IDENTITY = "select pg_catalog.pg_backend_pid(), " + SERVER;

	// For the end of one session, in milliseconds
	private static final int PATIENCE = 200;

	private static final String SINCE = "concat(backend_start, ' ', state_change)";

	private static final String ACTIVITY = " from pg_catalog.pg_stat_activity where ";

	private SessionQuestions() {
	}

	/**
	 * Ask for the states of sessions, and for the session that asks, and for the server.
	 * @param processes process ids, separated by commas
	 * @return the question
	 */
	static String states(String processes) {
		return "select pid, state, wait_event_type || '/' || wait_event, " + SINCE
				+ ", extract(epoch from clock_timestamp() - backend_start), " + SERVER + ACTIVITY + "pid in ("
				+ processes + ", pg_catalog.pg_backend_pid())";
	}

	/**
	 * End sessions, but for those that have gone on since they were seen.
	 * @param sessions the sessions
	 * @param waiting whether to wait for the end of each; PostgreSQL 14 or later does
	 * @return what does so
	 */
	static String end(List<Session> sessions, boolean waiting) {
		return "select pg_catalog.pg_terminate_backend(pid" + (waiting ? ", " + PATIENCE : "") + ")" + ACTIVITY
				+ sessions.stream()
					.map((session) -> "(pid = %s and %s = '%s')".formatted(session.process(), SINCE, session.since()))
					.collect(Collectors.joining(" or "));
	}

}
