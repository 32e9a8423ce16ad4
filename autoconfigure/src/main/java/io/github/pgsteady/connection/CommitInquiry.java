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

package io.github.pgsteady.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.RecordingConnection.SqlCall;
import io.github.pgsteady.failure.Failure;

/**
 * Finds out what became of one transaction, on a connection and a thread of its own: so
 * whoever waits for the answer need not wait for a network that is silent.
 */
final class CommitInquiry implements Runnable {

	// A COMMIT that is just being executed is left to finish
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final TransactionIdentity identity;

	private final SqlCall<Connection> connector;

	private final Connections connections;

	private final long begun = System.nanoTime();

	private final long limit;

	private final ConnectBackoff backoff = new ConnectBackoff(RandomGenerator.getDefault());

	private final CompletableFuture<Answer> answer = new CompletableFuture<>();

	private boolean fenced;

	CommitInquiry(TransactionIdentity identity, SqlCall<Connection> connector, Connections connections,
			Duration limit) {
		this.identity = identity;
		this.connector = connector;
		this.connections = connections;
		this.limit = limit.toNanos();
	}

	CompletableFuture<Answer> getAnswer() {
		return this.answer;
	}

	/**
	 * Return how much time is left.
	 * @return the time in milliseconds; 0 or less if there is none, or nobody waits any
	 * more
	 */
	long getLeft() {
		return this.answer.isDone() ? 0 : TimeUnit.NANOSECONDS.toMillis(this.limit - (System.nanoTime() - this.begun));
	}

	@Override
	public void run() {
		try {
			this.answer.complete(find());
		}
		catch (RuntimeException | Error ex) {
			this.answer.complete(Answer.unknown(ex.toString()));
			throw ex;
		}
	}

	private Answer find() {
		String reason = "nobody could be asked in time";
		for (int attempt = 1; getLeft() > 0; attempt++) {
			Failure failure;
			try (Connection connection = this.connector.run()) {
				connection.setNetworkTimeout(Runnable::run, (int) Math.max(getLeft(), 1));
				return ask(connection);
			}
			catch (SQLException ex) {
				failure = this.connections.classifyConnect(ex);
				reason = "nobody could be asked, " + failure + ": " + ex.getMessage();
			}
			// What the server itself objects to, it will object to again
			if (!failure.failureClass().isPassing() && RecordingConnection.isAnsweredByServer(failure.exception())) {
				break;
			}
			pause(failure, attempt);
		}
		return Answer.unknown(reason);
	}

	private Answer ask(Connection connection) throws SQLException {
		for (int poll = 1; getLeft() > 0; poll++) {
			String status = OutcomeQuestions.status(connection, this.identity);
			if (status == null) {
				return Answer.unknown("the server has been started anew since, or is another one");
			}
			switch (status) {
				case "committed" -> {
					return new Answer(Outcome.COMMITTED, null);
				}
				case "aborted" -> {
					return new Answer(this.fenced ? Outcome.FENCED : Outcome.ROLLED_BACK, null);
				}
				default -> fenceAfterGrace(connection);
			}
			pause(null, poll);
		}
		return Answer.unknown("the transaction was still in progress");
	}

	private void fenceAfterGrace(Connection connection) throws SQLException {
		if (!this.fenced && System.nanoTime() - this.begun > GRACE.toNanos()) {
			this.fenced = OutcomeQuestions.fence(connection, this.identity);
		}
	}

	private void pause(@Nullable Failure failure, int number) {
		Duration pause = (failure != null) ? this.backoff.afterPassing(failure, number)
				: this.backoff.betweenQuestions(number);
		LockSupport.parkNanos(this, Math.min(pause.toNanos(), TimeUnit.MILLISECONDS.toNanos(Math.max(getLeft(), 0))));
	}

	/**
	 * What was found out.
	 *
	 * @param outcome the outcome
	 * @param reason why it is unknown, if it is
	 */
	record Answer(Outcome outcome, @Nullable String reason) {

		static Answer unknown(String reason) {
			return new Answer(Outcome.UNKNOWN, reason);
		}

	}

}
