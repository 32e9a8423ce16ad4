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

import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.pool.PoolStatus;

/**
 * Decides whether the database has to be asked how it is.
 *
 * @param maxAge how old an answer may be
 * @param query whether only the answer to the application's own query counts
 * @param maySleep whether the database may sleep, and must not be kept from it
 */
record CheckPolicy(Duration maxAge, boolean query, boolean maySleep) {

	// Of the time of an answer
	private static final Duration PRECISION = Duration.ofMillis(200);

	/**
	 * Decide whether the database has to be asked, or an answer of it waited for.
	 * @param status what the pool knows, or {@code null} if it has not started
	 * @param checking whether the database is being asked, which takes a connection
	 * @param evidence what has been seen
	 * @return why it need not be, or must not, or {@code null} if it has to
	 */
	@Nullable SavedCheck decide(@Nullable PoolStatus status, boolean checking, Evidence evidence) {
		if (status == null || status.state() == PoolState.UNREACHABLE || status.state() == PoolState.REFUSED) {
			return null;
		}
		if (status.state() == PoolState.SATURATED || status.state() == PoolState.WEDGED || isInUse(status, checking)) {
			return SavedCheck.FULL;
		}
		Duration sinceSuccess = evidence.sinceSuccess(status);
		if (sinceSuccess == null || evidence.isBad(status) || isUncertain(status, sinceSuccess)
				|| isOld(sinceSuccess, evidence)) {
			return null;
		}
		return isOld(this.query ? evidence.sinceCheck() : sinceSuccess) ? SavedCheck.SLEEPING : SavedCheck.EVIDENCE;
	}

	// Whoever asks would have to wait for a connection
	private static boolean isInUse(PoolStatus status, boolean checking) {
		return status.active() - (checking ? 1 : 0) >= status.maximum();
	}

	private static boolean isUncertain(PoolStatus status, Duration sinceSuccess) {
		return status.state() == PoolState.STALLED && !Evidence.isRecent(sinceSuccess);
	}

	private boolean isOld(Duration sinceSuccess, Evidence evidence) {
		if (!this.query) {
			return !this.maySleep && isOld(sinceSuccess);
		}
		Duration sinceCheck = evidence.sinceCheck();
		return isOld(sinceCheck) && (!this.maySleep || isKeptAwake(sinceSuccess, sinceCheck));
	}

	// By others, so that it may be asked as well. What is asked here does not count
	private boolean isKeptAwake(Duration sinceSuccess, @Nullable Duration sinceCheck) {
		return !isOld(sinceSuccess) && (sinceCheck == null || sinceCheck.minus(sinceSuccess).compareTo(PRECISION) > 0);
	}

	private boolean isOld(@Nullable Duration time) {
		return time == null || time.compareTo(this.maxAge) >= 0;
	}

}
