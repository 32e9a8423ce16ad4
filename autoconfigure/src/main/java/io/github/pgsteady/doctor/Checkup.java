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
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.failure.FailureClassifier;

/**
 * Examines a DataSource, stage by stage, as far as it goes.
 */
final class Checkup {

	private final NameLookup lookup;

	private final FailureClassifier classifier;

	private final Progress progress;

	Checkup(FailureClassifier classifier, Progress progress) {
		this(InetAddress::getAllByName, classifier, progress);
	}

	Checkup(NameLookup lookup, FailureClassifier classifier, Progress progress) {
		this.lookup = lookup;
		this.classifier = classifier;
		this.progress = progress;
	}

	/**
	 * Examine a DataSource. No connection is left when this returns.
	 * @param subject the DataSource
	 * @param options what to examine
	 * @param known what was found before
	 * @return what was found
	 */
	Report examine(Subject subject, DoctorOptions options, List<Finding> known) {
		Failures failures = new Failures(this.classifier, subject.platform());
		try (DoctorConnections connections = new DoctorConnections(subject)) {
			MedicalRecord record = new MedicalRecord(subject, options, connections);
			known.forEach(record::add);
			List<StageResult> results = new ArrayList<>();
			boolean goesOn = true;
			for (StageExamination examination : examinations(failures)) {
				StageResult result = goesOn ? examine(examination, record, failures)
						: new StageResult(examination.getStage(), Duration.ZERO, Observation.skipped("Not reached"));
				goesOn = goesOn && isToGoOn(result, record);
				results.add(result);
				this.progress.ended(result);
			}
			return new Report(subject, results, record.getFindings(),
					record.isConnected() ? Advice.of(record) : List.of());
		}
	}

	private List<StageExamination> examinations(Failures failures) {
		return List.of(new UrlStage(), new DnsStage(this.lookup, failures), new TcpStage(failures), new TlsStage(),
				new LoginStage(failures), new ServerStage(), new EndpointStage(failures),
				new SessionsStage(this.classifier), new TablesStage(), new LatencyStage(),
				new IdleStage(this.classifier, this.progress));
	}

	private static StageResult examine(StageExamination examination, MedicalRecord record, Failures failures) {
		long start = System.nanoTime();
		Observation observation;
		try {
			observation = examination.examine(record);
		}
		catch (IOException ex) {
			// Only before the log-in, which will say more of it
			observation = Observation.failed(String.valueOf(ex.getMessage()));
		}
		catch (SQLException ex) {
			observation = failures.observe(record, examination.getStage(), ex);
		}
		return new StageResult(examination.getStage(), Duration.ofNanos(System.nanoTime() - start), observation);
	}

	private static boolean isToGoOn(StageResult result, MedicalRecord record) {
		return switch (result.stage()) {
			case DNS, TCP -> result.verdict() != Verdict.FAILED;
			case LOGIN -> record.isConnected();
			default -> !record.isConnected() || isOpen(record);
		};
	}

	private static boolean isOpen(MedicalRecord record) {
		try {
			return !record.getFirst().isClosed();
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Return what there is to tell of a URL that cannot be read.
	 * @param finding what is wrong with it
	 * @return the report
	 */
	static Report ofUnreadable(Finding finding) {
		List<StageResult> results = new ArrayList<>();
		for (Stage stage : Stage.values()) {
			results.add(new StageResult(stage, Duration.ZERO,
					(stage == Stage.URL) ? Observation.failed(finding.what()) : Observation.skipped("Not reached")));
		}
		return new Report(null, results, List.of(finding), List.of());
	}

}
