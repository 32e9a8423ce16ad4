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
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.CommitInquiry.Answer;
import io.github.pgsteady.connection.RecordingConnection.SqlCall;
import io.github.pgsteady.failure.Failure;

/**
 * Finds out for the connections of one pool what became of a {@code COMMIT} that was not
 * answered. It asks on a connection outside the pool, which may be as lost as that of the
 * {@code COMMIT}. Instances are safe for use by several threads.
 */
final class CommitResolver {

	private static final Log logger = LogFactory.getLog(CommitResolver.class);

	private static final String IN_FAILED_TRANSACTION = "25P02";

	// When a server goes, many lose a COMMIT at once; and when it is back, it is busy
	private static final int MAXIMUM_CONNECTIONS = 4;

	// How soon a wait notices that the pool has been closed
	private static final long SLICE = 20;

	private final String name;

	private final SqlCall<Connection> connector;

	private final Connections connections;

	private final BooleanSupplier closed;

	private final Semaphore permits = new Semaphore(MAXIMUM_CONNECTIONS, true);

	private volatile State state = State.UNDECIDED;

	private volatile @Nullable String obstacle;

	CommitResolver(String name, SqlCall<Connection> connector, Connections connections, BooleanSupplier closed) {
		this.name = name;
		this.connector = connector;
		this.connections = connections;
		this.closed = closed;
	}

	boolean isPossible() {
		return this.state == State.POSSIBLE;
	}

	/**
	 * Find out whether the server answers the questions. Within a transaction of the
	 * application it would be too late: an error there ends the transaction. It depends
	 * on the role and the server, not on the session, so the first connection decides for
	 * all: behind a pooler, each question would need a session of the server.
	 * @param connection a connection that nobody uses yet
	 * @throws SQLException if the connection was lost
	 */
	void probe(Connection connection) throws SQLException {
		if (this.state != State.UNDECIDED) {
			return;
		}
		int timeout = connection.getNetworkTimeout();
		try {
			connection.setNetworkTimeout(Runnable::run, (int) limit().toMillis());
			TransactionIdentity identity = TransactionIdentity.of(connection, true);
			OutcomeQuestions.status(connection, identity);
			OutcomeQuestions.fence(connection, identity);
			if (identity.isWithoutProcesses()) {
				switchOff("pg_stat_activity does not show the processes of the server to this role");
			}
			else {
				this.state = State.POSSIBLE;
			}
			connection.setNetworkTimeout(Runnable::run, timeout);
		}
		catch (SQLException ex) {
			if (connection.isClosed()) {
				throw ex;
			}
			connection.setNetworkTimeout(Runnable::run, timeout);
			refused(ex);
		}
	}

	/**
	 * Note the identity of the transaction that is open.
	 * @param connection its connection
	 * @param written whether it may have written something
	 * @return its identity, or {@code null} if it has to be committed without
	 * @throws SQLException if it cannot be committed any more
	 */
	@Nullable TransactionIdentity note(Connection connection, boolean written) throws SQLException {
		try {
			return TransactionIdentity.of(connection, written);
		}
		catch (SQLException ex) {
			if (IN_FAILED_TRANSACTION.equals(ex.getSQLState())) {
				// The application has ignored an error: COMMIT will roll back
				return TransactionIdentity.NOTHING;
			}
			boolean answered = RecordingConnection.isAnsweredByServer(ex);
			if (!answered && !connection.isClosed()) {
				return null;
			}
			if (answered && isAboutRights(ex)) {
				switchOff(String.valueOf(ex.getMessage()));
			}
			// Now COMMIT would roll back as well, and perhaps without saying so
			throw ex;
		}
	}

	// Or about what this server does not know
	private static boolean isAboutRights(SQLException exception) {
		String state = exception.getSQLState();
		return state != null && (state.startsWith("42") || state.startsWith("0A"));
	}

	// A cancelled query says nothing of the next one
	private void refused(SQLException exception) {
		Failure failure = this.connections.classify(exception);
		boolean cancelled = failure.sqlState() != null && failure.sqlState().startsWith("57");
		if (!cancelled && !failure.failureClass().isPassing()) {
			switchOff(String.valueOf(exception.getMessage()));
		}
	}

	private synchronized void switchOff(String reason) {
		if (this.state != State.IMPOSSIBLE) {
			this.state = State.IMPOSSIBLE;
			this.obstacle = reason;
			logger.warn(("The outcome of a lost COMMIT of '%s' will be reported as unknown, as with "
					+ "'pgsteady.retry.commit-outcome=surface': %s")
				.formatted(this.name, reason));
		}
	}

	/**
	 * Find out what became of a transaction, within the time limit of a {@code COMMIT}.
	 * An interrupt, or the end of the pool, ends the wait: the outcome is unknown then.
	 * @param identity the transaction, or {@code null} if it was committed without
	 * @param escaped whether something may have been committed unseen before
	 * @return the outcome, and why it is unknown if it is
	 */
	Answer resolve(@Nullable TransactionIdentity identity, boolean escaped) {
		Answer answer = answer(identity);
		return (escaped && answer.outcome().isRolledBack())
				? Answer.unknown("the application may have committed something before, unseen") : answer;
	}

	private Answer answer(@Nullable TransactionIdentity identity) {
		if (identity == null) {
			return Answer.unknown(Objects.requireNonNullElse(this.obstacle, "the transaction has no id"));
		}
		return identity.isNothing() ? new Answer(Outcome.ROLLED_BACK, null) : ask(identity);
	}

	private Answer ask(TransactionIdentity identity) {
		CommitInquiry inquiry = new CommitInquiry(identity, this.connector, this.connections, limit());
		start(inquiry);
		Answer answer = await(inquiry);
		report(answer);
		return answer;
	}

	private Duration limit() {
		return this.connections.getLimits().forOutcome();
	}

	private void start(CommitInquiry inquiry) {
		Thread thread = new Thread(() -> runWithPermit(inquiry), "pgsteady-commit-outcome");
		thread.setDaemon(true);
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			inquiry.getAnswer().complete(Answer.unknown("no thread could be started"));
		}
	}

	private void runWithPermit(CommitInquiry inquiry) {
		try {
			if (this.permits.tryAcquire(inquiry.getLeft(), TimeUnit.MILLISECONDS)) {
				try {
					inquiry.run();
				}
				finally {
					this.permits.release();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Answer await(CommitInquiry inquiry) {
		String reason = "no answer came within the time of 'pgsteady.connection.commit-timeout'";
		try {
			while (inquiry.getLeft() > 0 || inquiry.getAnswer().isDone()) {
				try {
					return inquiry.getAnswer().get(SLICE, TimeUnit.MILLISECONDS);
				}
				catch (TimeoutException ex) {
					if (this.closed.getAsBoolean()) {
						reason = "the pool is closed";
						break;
					}
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			reason = "the thread was interrupted";
		}
		catch (ExecutionException ex) {
			reason = ex.toString();
		}
		inquiry.getAnswer().complete(Answer.unknown(reason));
		return inquiry.getAnswer().join();
	}

	private void report(Answer answer) {
		String message = "A COMMIT of '%s' was not answered. Its outcome: %s".formatted(this.name, answer.outcome());
		if (answer.reason() != null) {
			logger.warn(message + ", since " + answer.reason());
		}
		else {
			logger.info(message);
		}
	}

	/**
	 * Whether the server answers the questions.
	 */
	private enum State {

		UNDECIDED, POSSIBLE, IMPOSSIBLE

	}

}
