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
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import io.github.pgsteady.diagnosis.ConnectFailureExplanation;
import io.github.pgsteady.failure.FailureClassifier;

/**
 * A connection that is left alone for some time. Meanwhile it listens, which sends
 * nothing, so that it hears at once when it is cut; whether it went without a word shows
 * when it is asked in the end.
 */
final class IdleConnection implements Callable<IdleConnection.Outcome> {

	private static final int ANSWER_MILLISECONDS = 5000;

	private final Connection connection;

	private final Duration age;

	private final FailureClassifier classifier;

	IdleConnection(Connection connection, Duration age, FailureClassifier classifier) {
		this.connection = connection;
		this.age = age;
		this.classifier = classifier;
	}

	@Override
	public Outcome call() {
		long start = System.nanoTime();
		String heard = listen();
		if (heard != null) {
			return new Outcome(this.age, Duration.ofNanos(System.nanoTime() - start), heard);
		}
		String answer = ask();
		return new Outcome(this.age, (answer != null) ? this.age : null, answer);
	}

	private @Nullable String listen() {
		try {
			this.connection.unwrap(PGConnection.class).getNotifications((int) this.age.toMillis());
			return null;
		}
		catch (SQLException ex) {
			return words(ex);
		}
	}

	private @Nullable String ask() {
		try {
			this.connection.setNetworkTimeout(Runnable::run, ANSWER_MILLISECONDS);
			Transactions.ask(this.connection, Transactions::backend);
			return null;
		}
		catch (SQLException ex) {
			String words = words(ex);
			return words.toLowerCase(Locale.ROOT).contains("timed out") ? "without a word: no answer within %s"
				.formatted(Times.elapsed(Duration.ofMillis(ANSWER_MILLISECONDS))) : words;
		}
	}

	private String words(SQLException exception) {
		return ConnectFailureExplanation.words(this.classifier.classify(exception));
	}

	/**
	 * What has become of it.
	 *
	 * @param age for how long it was to be left alone
	 * @param cut after how long it was cut, or found to be, {@code null} if it was not
	 * @param words how it was cut
	 */
	record Outcome(Duration age, @Nullable Duration cut, @Nullable String words) {

		String text() {
			return (this.cut != null)
					? "%s: cut after %s: %s".formatted(Times.elapsed(this.age), Times.elapsed(this.cut), this.words)
					: "%s: alive".formatted(Times.elapsed(this.age));
		}

	}

}
