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
import java.util.List;
import java.util.Objects;

import org.postgresql.PGConnection;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;
import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.EndpointKind;

/**
 * Finds out whether a pooler stands before the server, from the sessions that two
 * connections get: a transaction pooler lends both the same one, one after the other.
 */
final class EndpointStage implements StageExamination {

	private static final int ROUNDS = 5;

	/**
	 * How much older than its link a session may seem, in seconds: time goes by between
	 * the two.
	 */
	private static final double TOLERANCE = 2;

	private final Failures failures;

	EndpointStage(Failures failures) {
		this.failures = failures;
	}

	@Override
	public Stage getStage() {
		return Stage.ENDPOINT;
	}

	@Override
	public Observation examine(MedicalRecord record) throws SQLException {
		long opened = System.nanoTime();
		Connection second;
		try {
			second = record.getConnections().open();
		}
		catch (SQLException ex) {
			return withoutSecond(record, ex);
		}
		record.setSecond(second);
		// The first one loaded the driver as well
		record.setConnectTime(Duration.ofNanos(System.nanoTime() - opened));
		double age = Transactions.ask(second, EndpointStage::age) - (System.nanoTime() - opened) / 1e9;
		EndpointEvidence evidence = evidence(record.getSubject().endpoint(), record.getFirst(), second,
				age > TOLERANCE);
		record.setEndpoint(evidence);
		return observe(record, evidence);
	}

	private Observation withoutSecond(MedicalRecord record, SQLException exception) {
		Finding finding = this.failures.explain(record, exception);
		record.add(finding);
		return Observation.failed("No second connection: " + finding.where().get(0))
			.detail("An application that needs more than one connection would be refused as well")
			.fact("finding", finding.id());
	}

	private static double age(Connection connection) throws SQLException {
		String age = Transactions.value(connection, "select extract(epoch from clock_timestamp() - backend_start) "
				+ "from pg_catalog.pg_stat_activity where pid = pg_backend_pid()");
		return Double.parseDouble(Objects.requireNonNullElse(age, "0"));
	}

	private static EndpointEvidence evidence(Endpoint endpoint, Connection first, Connection second, boolean older)
			throws SQLException {
		for (int round = 0; round < ROUNDS; round++) {
			int before = Transactions.ask(first, Transactions::backend);
			int other = Transactions.backend(second);
			// While the second one holds what it got
			int after = (other != before) ? Transactions.ask(first, Transactions::backend) : before;
			second.rollback();
			if (other == before) {
				return new EndpointEvidence(EndpointKind.TRANSACTION_POOLER,
						"two connections got the same session of the server, one after the other", true);
			}
			if (after != before) {
				return new EndpointEvidence(EndpointKind.TRANSACTION_POOLER,
						"one connection got different sessions of the server, one after the other", true);
			}
		}
		int invented = second.unwrap(PGConnection.class).getBackendPID();
		return withSessionsOfTheirOwn(endpoint, invented != Transactions.ask(second, Transactions::backend), older);
	}

	private static EndpointEvidence withSessionsOfTheirOwn(Endpoint endpoint, boolean invented, boolean older) {
		String kept = "each connection kept a session of its own";
		if (!invented && !older) {
			return new EndpointEvidence(
					(endpoint.kind() == EndpointKind.DIRECT) ? EndpointKind.DIRECT : endpoint.kind(), kept, false);
		}
		String why = kept + (older ? ", and it is older than the connection"
				: ", and the number of the session is not the server's");
		if (endpoint.kind() == EndpointKind.DIRECT && endpoint.keepsSessions() && !older) {
			return new EndpointEvidence(EndpointKind.DIRECT, why + ": the proxy of " + endpoint.provider(), false);
		}
		return new EndpointEvidence(
				(endpoint.kind() == EndpointKind.TRANSACTION_POOLER) ? endpoint.kind() : EndpointKind.SESSION_POOLER,
				why, false);
	}

	private static Observation observe(MedicalRecord record, EndpointEvidence evidence) {
		Endpoint endpoint = record.getSubject().endpoint();
		boolean other = evidence.kind() != endpoint.kind();
		if (other) {
			record.add(finding(record.getSubject(), evidence));
		}
		Observation observation = Observation
			.of(other ? Verdict.NOTICED : Verdict.PASSED, "%s: %s".formatted(evidence.kind(), evidence.reason()))
			.fact("kind", evidence.kind().getId())
			.fact("byAddress", endpoint.kind().getId());
		return other ? observation.detail("By its address it would be " + endpoint.kind()) : observation;
	}

	private static Finding finding(Subject subject, EndpointEvidence evidence) {
		boolean transactions = evidence.kind() == EndpointKind.TRANSACTION_POOLER;
		return new Finding("other-endpoint-kind", transactions ? Severity.WARNING : Severity.INFO,
				subject.pool().getName(),
				"By its address the endpoint is %s, and it is a %s".formatted(subject.endpoint().kind(),
						evidence.kind()),
				transactions
						? "Prepared statements, session settings, advisory locks and LISTEN do not keep to one session, "
								+ "and nothing is done about it"
						: "What limits the connections is the pooler, whose limit the server does not tell",
				List.of(evidence.reason()),
				transactions
						? "Add pgbouncer=true to the URL: then statements are not prepared on the server, and migrations "
								+ "go around the pooler where a way is known"
						: "Ask whoever runs the pooler for its limit, and set 'pgsteady.providers.%s.connection-limit'"
							.formatted(subject.detection().getProvider()));
	}

}
