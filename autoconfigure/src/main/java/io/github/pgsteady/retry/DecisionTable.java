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

package io.github.pgsteady.retry;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.failure.FailureClass;

/**
 * Decides whether a call that failed may be repeated. What the records of its connections
 * say comes before what the exception says: the same exception is thrown for a
 * transaction that was rolled back and for one that was committed.
 */
final class DecisionTable {

	private DecisionTable() {
	}

	static Decision decide(CallPlan plan, FailedAttempt attempt) {
		RetryPhase phase = phase(attempt);
		RetryRefusal refusal = refusal(plan, attempt, phase);
		if (refusal != null) {
			return Decision.refuse(phase, refusal);
		}
		return mayRecur(attempt) ? Decision.repeatOnce(phase) : Decision.repeat(phase);
	}

	private static RetryPhase phase(FailedAttempt attempt) {
		ConnectionLoss loss = attempt.loss();
		if (loss != null) {
			return switch (loss.phase()) {
				case IDLE -> attempt.sent() ? RetryPhase.TRANSACTION : RetryPhase.CONNECT;
				case READ, READ_ONLY_TRANSACTION -> RetryPhase.READ;
				case TRANSACTION -> RetryPhase.TRANSACTION;
				case WRITE, COMMIT -> RetryPhase.COMMIT;
			};
		}
		return attempt.sent() ? RetryPhase.TRANSACTION : RetryPhase.CONNECT;
	}

	private static @Nullable RetryRefusal refusal(CallPlan plan, FailedAttempt attempt, RetryPhase phase) {
		FailureClass failureClass = attempt.failure().failureClass();
		if (!attempt.ours()) {
			return RetryRefusal.FOREIGN;
		}
		if (attempt.closedByApplication()) {
			return RetryRefusal.CLOSED_BY_APPLICATION;
		}
		if (failureClass == FailureClass.SATURATED) {
			return RetryRefusal.SATURATED;
		}
		boolean once = plan.mode() != RetryMode.IDEMPOTENT && !plan.reading();
		if (once && attempt.isOutcomeUnknown()) {
			return RetryRefusal.OUTCOME_UNKNOWN;
		}
		if (!failureClass.isPassing()) {
			return RetryRefusal.LASTING;
		}
		if (once && attempt.committed()) {
			return RetryRefusal.COMMITTED;
		}
		return switch (plan.mode()) {
			case NEVER -> RetryRefusal.DECLARED;
			case CONNECT_ONLY ->
				(phase == RetryPhase.CONNECT && !plan.hasRunBody(attempt)) ? null : RetryRefusal.BODY_HAS_RUN;
			case RERUN, IDEMPOTENT -> null;
		};
	}

	// Whoever was too slow, or met a pooler that shares sessions, may do so again
	private static boolean mayRecur(FailedAttempt attempt) {
		FailureClass failureClass = attempt.failure().failureClass();
		return failureClass == FailureClass.SESSION_TIMEOUT || failureClass == FailureClass.POOLER_STATE;
	}

}
