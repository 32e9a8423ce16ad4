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

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.pool.PoolStatus;

/**
 * When the database behind a pool answered last, and what failed last.
 */
final class Evidence implements ConnectionListener {

	// While others are answered, the failure of one says nothing of the database
	private static final Duration RECENT = Duration.ofSeconds(2);

	private final LongSupplier lastAnswer;

	private final LongSupplier nanoTime;

	// Of what makes no statement: the log-in, and what is asked here
	private volatile @Nullable Long success;

	private volatile @Nullable PastFailure failure;

	private volatile @Nullable Long check;

	/**
	 * Create evidence.
	 * @param lastAnswer the time of the last answer to a statement
	 * @param nanoTime the time
	 */
	Evidence(LongSupplier lastAnswer, LongSupplier nanoTime) {
		this.lastAnswer = lastAnswer;
		this.nanoTime = nanoTime;
	}

	@Override
	public void connected(Duration time, Duration waited, boolean alone) {
		this.success = now();
	}

	@Override
	public void connectFailed(Failure failure, Duration time) {
		failed(failure);
	}

	@Override
	public void lost(ConnectionLoss loss) {
		failed(loss.failure());
	}

	void failed(Failure failure) {
		this.failure = new PastFailure(failure, now());
	}

	void checked() {
		long now = now();
		this.success = now;
		this.check = now;
	}

	@Nullable PastFailure getFailure() {
		return this.failure;
	}

	/**
	 * Return how long ago the database answered.
	 * @param status what the pool knows
	 * @return the time, or {@code null} if it has not answered yet
	 */
	@Nullable Duration sinceSuccess(@Nullable PoolStatus status) {
		Duration statement = (status != null) ? status.sinceAnswer() : null;
		Duration other = since(this.success);
		if (statement == null || other == null) {
			return (statement != null) ? statement : other;
		}
		return (statement.compareTo(other) < 0) ? statement : other;
	}

	boolean isAnsweredSince(long time) {
		Long success = this.success;
		return this.lastAnswer.getAsLong() - time > 0 || (success != null && success - time > 0);
	}

	/**
	 * Return how long ago the application's own query was answered.
	 * @return the time, or {@code null} if it has not been answered yet
	 */
	@Nullable Duration sinceCheck() {
		return since(this.check);
	}

	/**
	 * Return whether the last that was seen of the database is a failure, and not because
	 * one of many connections was lost.
	 * @param status what the pool knows
	 * @return whether it is in doubt
	 */
	boolean isBad(@Nullable PoolStatus status) {
		PastFailure failure = this.failure;
		Duration success = sinceSuccess(status);
		return failure != null
				&& (success == null || (!isRecent(success) && since(failure.at()).compareTo(success) < 0));
	}

	static boolean isRecent(Duration sinceSuccess) {
		return sinceSuccess.compareTo(RECENT) < 0;
	}

	private @Nullable Duration since(@Nullable Long time) {
		return (time != null) ? since(time.longValue()) : null;
	}

	Duration since(long time) {
		return Duration.ofNanos(Math.max(0, now() - time));
	}

	private long now() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * A failure, and when it was.
	 *
	 * @param failure the failure
	 * @param at when it was, in nanoseconds
	 */
	record PastFailure(Failure failure, long at) {

	}

}
