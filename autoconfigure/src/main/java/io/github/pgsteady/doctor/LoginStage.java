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

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

import org.postgresql.PGConnection;

/**
 * Logs in, once: a wrong password is not tried again, since providers block who does.
 */
final class LoginStage implements StageExamination {

	private static final Set<String> OPTIONAL = Set.of("prefer", "allow");

	private final Failures failures;

	LoginStage(Failures failures) {
		this.failures = failures;
	}

	@Override
	public Stage getStage() {
		return Stage.LOGIN;
	}

	@Override
	public Observation examine(MedicalRecord record) {
		boolean optional = OPTIONAL.contains(record.getSubject().sslmode());
		boolean tls = record.getTls() != null;
		if (optional) {
			// The driver would log in twice where the first attempt is refused
			record.getConnections().setSslmode(tls ? "require" : "disable");
		}
		return examine(record, optional && tls);
	}

	private Observation examine(MedicalRecord record, boolean againWithoutTls) {
		long start = System.nanoTime();
		try {
			Connection connection = record.getConnections().open();
			Duration taken = Duration.ofNanos(System.nanoTime() - start);
			record.setFirst(connection);
			record.setConnectTime(taken);
			return observe(connection, taken);
		}
		catch (SQLException ex) {
			if (againWithoutTls && isBeforePassword(ex)) {
				record.getConnections().setSslmode("disable");
				return examine(record, false);
			}
			return this.failures.observe(record, ex);
		}
	}

	// The server looks there before it asks for the password
	private static boolean isBeforePassword(SQLException exception) {
		return String.valueOf(exception.getMessage()).contains("pg_hba.conf");
	}

	private static Observation observe(Connection connection, Duration taken) throws SQLException {
		String version = connection.unwrap(PGConnection.class).getParameterStatus("server_version");
		return Observation.passed("Logged in; PostgreSQL " + version)
			.fact("milliseconds", taken.toMillis())
			.fact("version", version);
	}

}
