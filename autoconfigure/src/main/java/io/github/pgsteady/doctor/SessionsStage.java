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
import java.util.List;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.Setting;

/**
 * Finds out whether prepared statements, session settings and advisory locks work through
 * whatever stands before the server.
 */
final class SessionsStage implements StageExamination {

	private final FailureClassifier classifier;

	SessionsStage(FailureClassifier classifier) {
		this.classifier = classifier;
	}

	@Override
	public Stage getStage() {
		return Stage.SESSIONS;
	}

	@Override
	public Observation examine(MedicalRecord record) throws SQLException {
		Connection second = record.getSecond();
		if (second == null) {
			return Observation.skipped("It takes a second connection");
		}
		SessionFacts facts = new SessionProbe(record.getFirst(), second, this.classifier).examine();
		record.setSessions(facts);
		if (!facts.isPreparing() && isToPrepare(record.getSubject())) {
			record.replace(finding(record.getSubject(), facts));
		}
		return observe(record, facts);
	}

	private static boolean isToPrepare(Subject subject) {
		return !"0".equals(String.valueOf(subject.pool().getSetting(Setting.PREPARE_THRESHOLD).value()));
	}

	private static Finding finding(Subject subject, SessionFacts facts) {
		return new Finding("prepared-statements-through-pooler", Severity.WARNING, subject.pool().getName(),
				"The driver prepares statements on the server, through a transaction pooler that does not keep them",
				"Each transaction may get another session of the server",
				List.of(String.valueOf(facts.preparedProblem())),
				"Set 'prepareThreshold' to 0, in the URL or in 'spring.datasource.hikari.data-source-properties'; "
						+ "pgbouncer=true in the URL does the same");
	}

	private static Observation observe(MedicalRecord record, SessionFacts facts) {
		boolean expected = record.getSubject().endpoint().kind() == EndpointKind.TRANSACTION_POOLER;
		boolean broken = !facts.isPreparing() && isToPrepare(record.getSubject());
		Verdict verdict = broken ? Verdict.FAILED : ((facts.isKept() || expected) ? Verdict.PASSED : Verdict.NOTICED);
		String summary = facts.isKept() ? "Prepared statements, session settings and advisory locks work"
				: (expected ? "As through any transaction pooler; pgsteady does without" : "Not everything works");
		Observation observation = Observation.of(verdict, summary)
			.fact("preparedStatements", facts.isPreparing())
			.fact("sessionSettings", facts.stateKept() && !facts.stateLeaked())
			.fact("advisoryLocks", facts.lockKept());
		if (!facts.isPreparing()) {
			observation.detail("Prepared statements are lost: " + facts.preparedProblem());
		}
		else if (!facts.isKept()) {
			observation.detail("Prepared statements work");
		}
		if (!facts.stateKept() || facts.stateLeaked()) {
			observation.detail(facts.stateLeaked() ? "Session settings reach other connections"
					: "Session settings are lost with the transaction");
		}
		if (!facts.lockKept()) {
			observation.detail("Advisory locks keep nobody out");
		}
		return observation;
	}

}
