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

import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

import io.github.pgsteady.diagnosis.ConnectFailureExplanation;
import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClassifier;

/**
 * What went wrong, in the words of whoever said it, as an observation and a finding.
 */
final class Failures {

	private final FailureClassifier classifier;

	private final ConnectFailureExplanation explanation;

	Failures(FailureClassifier classifier, @Nullable String platform) {
		this.classifier = classifier;
		this.explanation = new ConnectFailureExplanation(platform);
	}

	/**
	 * Tell of a connection that could not be made.
	 * @param record what is known, which the finding is added to
	 * @param exception what the driver threw
	 * @return what was seen
	 */
	Observation observe(MedicalRecord record, SQLException exception) {
		Finding finding = explain(record, exception);
		record.add(finding);
		return Observation.failed(finding.where().get(0))
			.fact("finding", finding.id())
			.fact("sqlState", exception.getSQLState());
	}

	Finding explain(MedicalRecord record, SQLException exception) {
		Subject subject = record.getSubject();
		Failure failure = this.classifier.classifyConnect(exception);
		return this.explanation.explain(subject.pool().getName(), subject.destination(), failure);
	}

	/**
	 * Tell of a stage that failed on a connection that had been made.
	 * @param record what is known, which the finding is added to
	 * @param stage the stage
	 * @param exception what went wrong
	 * @return what was seen
	 */
	Observation observe(MedicalRecord record, Stage stage, Exception exception) {
		Failure failure = this.classifier.classify(exception);
		String words = ConnectFailureExplanation.words(failure);
		record.add(new Finding("examination-failed", Severity.WARNING, record.getSubject().pool().getName(),
				"The stage '%s' could not be examined".formatted(stage.getId()),
				"What follows from it is not known: " + failure, List.of(words),
				"Look at what the server says, and run the doctor again"));
		return Observation.failed(words).fact("finding", "examination-failed");
	}

	/**
	 * Return what the driver would throw.
	 * @param subject what is examined
	 * @param cause what the network threw
	 * @return the exception, with the driver's words
	 */
	static SQLException asOfDriver(Subject subject, IOException cause) {
		if (cause instanceof ConnectException && String.valueOf(cause.getMessage()).contains("refused")) {
			return new PSQLException(GT.tr(
					"Connection to {0} refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.",
					subject.destination()), PSQLState.CONNECTION_UNABLE_TO_CONNECT, cause);
		}
		return new PSQLException(GT.tr("The connection attempt failed."), PSQLState.CONNECTION_UNABLE_TO_CONNECT,
				cause);
	}

}
