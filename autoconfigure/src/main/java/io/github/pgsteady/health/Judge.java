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

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStatus;

/**
 * Tells from what is known how a database is.
 *
 * @param timeout how long it was waited for
 * @param maySleep whether it may sleep
 */
record Judge(Duration timeout, boolean maySleep) {

	/**
	 * Judge a database that was answered lately, or was not to be asked.
	 * @param status what the pool knows, or {@code null} if it has not started
	 * @return the verdict
	 */
	Verdict judge(@Nullable PoolStatus status) {
		if (status == null) {
			return new Verdict(DatabaseState.QUIET, null);
		}
		return switch (status.state()) {
			case QUIET -> quiet(status);
			case BUSY -> new Verdict(DatabaseState.BUSY, null);
			case STALLED -> new Verdict(DatabaseState.STALLED,
					"Answers have stayed away, and the server has not said yet what it is doing");
			case SATURATED ->
				new Verdict(DatabaseState.SATURATED, "All %s connections are in use, and %s threads wait for one"
					.formatted(status.active(), status.waiting()));
			case WEDGED -> new Verdict(DatabaseState.WEDGED,
					("All %s connections are in use, %s threads wait for one, and none has come back for long; "
							+ "the log shows who holds them")
						.formatted(status.active(), status.waiting()));
			case UNREACHABLE, REFUSED -> unreachable(status.connectFailure());
		};
	}

	private Verdict quiet(PoolStatus status) {
		return (this.maySleep && status.idle() == 0)
				? new Verdict(DatabaseState.SLEEPING, "The database may sleep, and is not asked: that would wake it")
				: new Verdict(DatabaseState.QUIET, null);
	}

	/**
	 * Judge a database that was asked, and has not answered.
	 * @param status what the pool knows, or {@code null} if it has not started
	 * @param check how it was asked
	 * @param connectFailure why the last attempt to connect failed, if it did
	 * @return the verdict
	 */
	Verdict judgeUnanswered(@Nullable PoolStatus status, Check check, @Nullable Failure connectFailure) {
		if (status != null && isKnown(status.state())) {
			return judge(status);
		}
		if (check.isBorrowed() && check.hasQuery()) {
			Failure failure = check.getFailure();
			return new Verdict(DatabaseState.CHECK_FAILED, "The query of 'pgsteady.health.query' " + ((failure != null)
					? "failed: " + text(failure) : "was not answered within " + Times.of(this.timeout)));
		}
		return (connectFailure != null) ? unreachable(connectFailure) : new Verdict(DatabaseState.UNREACHABLE,
				"The database did not answer within " + Times.of(this.timeout));
	}

	// Whoever asked may just have waited for a connection like all others
	private static boolean isKnown(PoolState state) {
		return switch (state) {
			case SATURATED, WEDGED, UNREACHABLE, REFUSED -> true;
			case QUIET, BUSY, STALLED -> false;
		};
	}

	private static Verdict unreachable(@Nullable Failure failure) {
		if (failure == null) {
			return new Verdict(DatabaseState.UNREACHABLE, "No connection can be made");
		}
		return (failure.failureClass() == FailureClass.REFUSED)
				? new Verdict(DatabaseState.REFUSED,
						"Connections are refused, until somebody changes something: " + text(failure))
				: new Verdict(DatabaseState.UNREACHABLE, "No connection can be made: " + text(failure));
	}

	// No message: it may hold names
	private static String text(Failure failure) {
		return HealthDetails.name(failure.failureClass())
				+ ((failure.sqlState() != null) ? " (" + failure.sqlState() + ")" : "");
	}

}
