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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;
import io.github.pgsteady.doctor.IdleConnection.Outcome;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.provider.Setting;

/**
 * Holds idle connections, each for another time, and tells when and how they are cut.
 */
final class IdleStage implements StageExamination {

	private final FailureClassifier classifier;

	private final Progress progress;

	IdleStage(FailureClassifier classifier, Progress progress) {
		this.classifier = classifier;
		this.progress = progress;
	}

	@Override
	public Stage getStage() {
		return Stage.IDLE;
	}

	@Override
	public Observation examine(MedicalRecord record) throws SQLException {
		Duration longest = record.getOptions().idle();
		if (longest == null) {
			return Observation.skipped("Not asked for (--idle=6m)");
		}
		List<Connection> connections = connections(record);
		this.progress
			.tell("idle: holding %s connections for up to %s".formatted(connections.size(), Times.elapsed(longest)));
		List<Outcome> outcomes = hold(connections, longest);
		Duration cut = outcomes.stream()
			.map(Outcome::cut)
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
		if (cut != null) {
			record.setIdleCut(cut);
			record.add(finding(record, cut, outcomes));
		}
		return observe(longest, cut, outcomes);
	}

	private static List<Connection> connections(MedicalRecord record) {
		List<Connection> connections = new ArrayList<>(List.of(record.getFirst()));
		Connection second = record.getSecond();
		if (second != null) {
			connections.add(second);
			try {
				connections.add(record.getConnections().open());
			}
			catch (SQLException ex) {
				// Two tell as well, if less closely
			}
		}
		return connections;
	}

	private List<Outcome> hold(List<Connection> connections, Duration longest) {
		ExecutorService threads = Executors.newFixedThreadPool(connections.size(), (task) -> {
			Thread thread = new Thread(task, "pgsteady-doctor-idle");
			thread.setDaemon(true);
			return thread;
		});
		try {
			List<Future<Outcome>> futures = new ArrayList<>();
			for (int i = 0; i < connections.size(); i++) {
				Duration age = longest.multipliedBy(i + 1L).dividedBy(connections.size());
				futures.add(threads.submit(new IdleConnection(connections.get(i), age, this.classifier)));
			}
			return futures.stream().map(this::await).toList();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private Outcome await(Future<Outcome> future) {
		try {
			Outcome outcome = future.get();
			this.progress.tell("idle: " + outcome.text());
			return outcome;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	private static Finding finding(MedicalRecord record, Duration cut, List<Outcome> outcomes) {
		Subject subject = record.getSubject();
		Object idle = subject.pool().getSetting(Setting.IDLE_TIMEOUT).value();
		boolean kept = idle instanceof Duration timeout && (timeout.isZero() || timeout.compareTo(cut) >= 0);
		return new Finding("idle-connections-cut", kept ? Severity.WARNING : Severity.INFO, subject.pool().getName(),
				"Idle connections are cut after %s".formatted(Times.elapsed(cut)),
				kept ? "The pool keeps them for longer, and callers get connections that are dead"
						: "The pool gives them up before, except those that 'minimum-idle' keeps",
				outcomes.stream().map(Outcome::text).toList(),
				"Give them up before that: 'spring.datasource.hikari.idle-timeout' and 'minimum-idle' as below");
	}

	private static Observation observe(Duration longest, @Nullable Duration cut, List<Outcome> outcomes) {
		return Observation
			.of((cut != null) ? Verdict.NOTICED : Verdict.PASSED,
					(cut != null) ? "Cut after " + Times.elapsed(cut)
							: "No idle connection was cut within " + Times.elapsed(longest))
			.details(outcomes.stream().map(Outcome::text).toList())
			.fact("longestMilliseconds", longest.toMillis())
			.fact("cutMilliseconds", (cut != null) ? cut.toMillis() : null);
	}

}
