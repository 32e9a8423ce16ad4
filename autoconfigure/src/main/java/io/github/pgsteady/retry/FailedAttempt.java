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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.CallRecord;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;

/**
 * What is known of an attempt that failed.
 *
 * @param failure what the exception means
 * @param loss the connection that it lost, or {@code null}
 * @param committed whether it has committed something, or may have
 * @param sent whether it has sent anything
 * @param begun whether it has begun a transaction, or did not fail for want of one
 * @param closedByApplication whether the application closed the connection itself
 * @param ours whether it is the failure of a connection, or a pool, that is observed
 */
record FailedAttempt(Failure failure, @Nullable ConnectionLoss loss, boolean committed, boolean sent, boolean begun,
		boolean closedByApplication, boolean ours) {

	static FailedAttempt of(CallRecord record, Failure failure, Throwable exception, boolean ours) {
		return new FailedAttempt(failure, record.getLoss(), record.hasCommitted(), record.hasSent(),
				record.getBeginFailure() != exception, record.isClosedByApplication(), ours);
	}

	/**
	 * Return whether it failed for want of the database, and not for what the application
	 * or its statements did.
	 * @return whether it did
	 */
	boolean isOfDatabase() {
		return this.ours && (this.failure.failureClass() != FailureClass.OTHER || isOutcomeUnknown());
	}

	/**
	 * Return whether it may have been committed, and nobody knows. Whatever ended the
	 * connection, and be it unheard-of, does not say whether it came before
	 * {@code COMMIT} or after.
	 * @return whether it may
	 */
	boolean isOutcomeUnknown() {
		return this.loss != null && this.loss.phase().isOutcomeUnknown()
				&& (this.failure.failureClass().isPassing() || isAbout(this.loss));
	}

	private boolean isAbout(ConnectionLoss loss) {
		return this.failure.exception() == loss.failure().exception()
				|| Objects.equals(this.failure.sqlState(), loss.failure().sqlState());
	}

}
