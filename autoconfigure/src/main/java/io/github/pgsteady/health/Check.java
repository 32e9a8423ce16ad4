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

package io.github.pgsteady.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.failure.Failure;

/**
 * Asks a database once how it is, on a connection of its pool. Whoever wants to know
 * meanwhile waits for the same answer.
 */
final class Check implements Runnable {

	private static final Log logger = LogFactory.getLog(Check.class);

	// As HikariCP. A server that only is slow must not lose its connections by this
	private static final Duration VALIDATION = Duration.ofSeconds(5);

	private final DataSource dataSource;

	private final @Nullable String query;

	private final Duration timeout;

	private final Evidence evidence;

	private final Function<Exception, Failure> classifier;

	private final long begin = System.nanoTime();

	private final CountDownLatch done = new CountDownLatch(1);

	private volatile boolean borrowed;

	private volatile @Nullable Duration responseTime;

	private volatile @Nullable Failure failure;

	private volatile long end;

	Check(DataSource dataSource, @Nullable String query, Duration timeout, Evidence evidence,
			Function<Exception, Failure> classifier) {
		this.dataSource = dataSource;
		this.query = query;
		this.timeout = timeout;
		this.evidence = evidence;
		this.classifier = classifier;
	}

	@Override
	public void run() {
		try {
			ask();
			this.responseTime = getTime();
			this.evidence.checked();
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("The database could not be asked", ex);
			failed(this.classifier.apply(ex));
		}
		finally {
			end();
		}
	}

	private void ask() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			this.borrowed = true;
			if (this.query != null) {
				ask(connection, this.query);
			}
			// The pool may just have validated or made it
			else if (!isAnswered() && !connection.isValid((int) VALIDATION.toSeconds())) {
				throw new SQLException("The connection did not answer", "08006");
			}
		}
	}

	private void ask(Connection connection, String query) throws SQLException {
		connection.setNetworkTimeout(Runnable::run,
				(int) Math.min(this.timeout.plus(VALIDATION).toMillis(), Integer.MAX_VALUE));
		try (Statement statement = connection.createStatement()) {
			statement.setQueryTimeout((int) Math.min(Math.max(1, this.timeout.toSeconds()), Integer.MAX_VALUE));
			statement.setMaxRows(1);
			statement.execute(query);
		}
		if (!connection.getAutoCommit()) {
			connection.rollback();
		}
	}

	private void failed(Failure failure) {
		this.failure = failure;
		if (this.borrowed) {
			this.evidence.failed(failure);
		}
	}

	void end() {
		this.end = System.nanoTime();
		this.done.countDown();
	}

	/**
	 * Wait for the end, but not beyond the time limit of the check.
	 */
	void await() {
		try {
			this.done.await(this.timeout.minus(getTime()).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	boolean isRunning() {
		return this.done.getCount() > 0;
	}

	/**
	 * Return whether it failed a moment ago, so that to ask again would be too soon.
	 * @param pause how long the moment is
	 * @return whether its failure still counts
	 */
	boolean isFailedWithin(Duration pause) {
		return !isRunning() && !isSuccessful() && System.nanoTime() - this.end < pause.toNanos();
	}

	private boolean isSuccessful() {
		return this.responseTime != null;
	}

	/**
	 * Return whether it succeeded, or the database has answered somebody else since it
	 * began, which is as good unless a certain query was to be answered.
	 * @return whether the database is well
	 */
	boolean isAnswered() {
		return isSuccessful() || (this.query == null && this.evidence.isAnsweredSince(this.begin));
	}

	boolean hasQuery() {
		return this.query != null;
	}

	/**
	 * Return whether it had a connection, so that only the answer is missing.
	 * @return whether it had
	 */
	boolean isBorrowed() {
		return this.borrowed;
	}

	@Nullable Duration getResponseTime() {
		return this.responseTime;
	}

	@Nullable Failure getFailure() {
		return this.failure;
	}

	/**
	 * Return how long ago it began.
	 * @return the time
	 */
	Duration getTime() {
		return Duration.ofNanos(System.nanoTime() - this.begin);
	}

}
