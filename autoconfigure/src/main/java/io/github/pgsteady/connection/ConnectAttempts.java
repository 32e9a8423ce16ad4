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

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;

/**
 * Decides what follows a failed attempt of one pool to connect: another attempt after
 * some time, or the failure for the pool. It does not wait itself, and no lock is held
 * while anybody connects.
 */
final class ConnectAttempts {

	/**
	 * For how long a pool is left without an answer: after that it may decide anew
	 * whether it still needs the connection.
	 */
	static final Duration STRETCH = Duration.ofSeconds(30);

	private final ConnectPolicy policy;

	private final ConnectBackoff backoff;

	private final LongSupplier nanoTime;

	private @Nullable Long firstAttempt;

	private boolean connectedOnce;

	// Passing failures in a row, and what the pool was told of last
	private int failures;

	private @Nullable FailureClass told;

	private int refusals;

	private @Nullable Refusal refusal;

	ConnectAttempts(ConnectPolicy policy, ConnectBackoff backoff, LongSupplier nanoTime) {
		this.policy = policy;
		this.backoff = backoff;
		this.nanoTime = nanoTime;
	}

	synchronized long begin(Credentials credentials) throws SQLException {
		long now = this.nanoTime.getAsLong();
		if (this.firstAttempt == null) {
			this.firstAttempt = now;
		}
		if (this.refusal != null && this.refusal.holds(credentials, now)) {
			throw this.refusal.repeat();
		}
		return now;
	}

	synchronized void succeeded() {
		this.connectedOnce = true;
		this.failures = 0;
		this.told = null;
		this.refusals = 0;
		this.refusal = null;
	}

	/**
	 * Decide what follows.
	 * @param failure what happened
	 * @param exception the exception
	 * @param credentials what was used
	 * @param begun when the pool asked for the connection
	 * @return how long to wait before the next attempt, or {@code null} if the pool is to
	 * get the exception
	 */
	synchronized @Nullable Duration failed(Failure failure, SQLException exception, Credentials credentials,
			long begun) {
		long now = this.nanoTime.getAsLong();
		if (failure.failureClass() == FailureClass.REFUSED || isWrongHost(exception, now)) {
			refused(failure, exception, credentials, now);
			return null;
		}
		this.failures++;
		// What nobody knows is left to the pool: it may be over in a moment, or never
		if (!failure.failureClass().isPassing() || !isWorthWaiting(failure.failureClass(), begun, now)) {
			this.told = failure.failureClass();
			return null;
		}
		return atMostUntilTheEndOfTheWait(this.backoff.afterPassing(failure, this.failures), now);
	}

	// HikariCP shows callers the last failure that it was told of: it has to be told at
	// once
	// of the first, and of each that is of another kind
	private boolean isWorthWaiting(FailureClass failureClass, long begun, long now) {
		if (!this.connectedOnce) {
			return isWithin(this.policy.startupWait(), now);
		}
		return failureClass == this.told && now - begun < STRETCH.toNanos();
	}

	// A pooler may ask for a longer pause than the application wants to wait at all
	private Duration atMostUntilTheEndOfTheWait(Duration pause, long now) {
		if (this.connectedOnce || this.firstAttempt == null) {
			return pause;
		}
		Duration left = this.policy.startupWait().minusNanos(now - this.firstAttempt);
		return (pause.compareTo(left) < 0) ? pause : left;
	}

	private boolean isWithin(Duration time, long now) {
		return this.firstAttempt != null && now - this.firstAttempt < time.toNanos();
	}

	private boolean isWrongHost(SQLException exception, long now) {
		return !this.connectedOnce && !isWithin(this.policy.unknownHostGrace(), now)
				&& NestedExceptionUtils.getMostSpecificCause(exception) instanceof UnknownHostException;
	}

	private void refused(Failure failure, SQLException exception, Credentials credentials, long now) {
		this.refusals++;
		Duration pause = this.backoff.afterRefusal(failure, this.refusals);
		this.refusal = new Refusal(exception, credentials, now + pause.toNanos());
	}

	synchronized boolean isConnectedOnce() {
		return this.connectedOnce;
	}

	/**
	 * What the pool uses to log in.
	 *
	 * @param user the user
	 * @param password the password
	 */
	record Credentials(@Nullable String user, @Nullable String password) {

		@Override
		public String toString() {
			return "Credentials";
		}

	}

	/**
	 * A refusal that is taken for the answer to further attempts for a while.
	 *
	 * @param exception the refusal
	 * @param credentials what was refused
	 * @param until until when
	 */
	private record Refusal(SQLException exception, Credentials credentials, long until) {

		boolean holds(Credentials credentials, long now) {
			return now - this.until < 0 && Objects.equals(this.credentials, credentials);
		}

		SQLException repeat() {
			return new SQLException(this.exception.getMessage(), this.exception.getSQLState(),
					this.exception.getErrorCode(), this.exception);
		}

	}

}
