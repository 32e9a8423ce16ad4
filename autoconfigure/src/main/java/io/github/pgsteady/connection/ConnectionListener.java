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

import java.time.Duration;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.link.LinkListener;

/**
 * Is told what happens to the connections of a pool, by whichever thread it happens on.
 * It must neither wait nor throw anything.
 *
 * @since 0.1.0
 */
public interface ConnectionListener extends LinkListener {

	/**
	 * A connection was made.
	 * @param time how long the attempt took that succeeded
	 * @param waited how long it took in all, with the attempts that failed before
	 * @param alone whether the pool had no other connection then
	 */
	default void connected(Duration time, Duration waited, boolean alone) {
	}

	/**
	 * An attempt to connect failed.
	 * @param failure why
	 * @param time how long it took
	 */
	default void connectFailed(Failure failure, Duration time) {
	}

	/**
	 * A connection was lost.
	 * @param loss how
	 */
	default void lost(ConnectionLoss loss) {
	}

	/**
	 * A {@code COMMIT} was not answered. Told after {@link #lost(ConnectionLoss)}, when
	 * it has been found out what became of the transaction, or nobody knows.
	 * @param outcome what became of it
	 */
	default void commitLost(Outcome outcome) {
	}

	/**
	 * The application itself closed the connection of a transaction that is still open:
	 * what follows in that transaction is on another connection, or on none.
	 * @param place where it did so
	 */
	default void closedByApplication(StackTraceElement place) {
	}

	/**
	 * The server, or a pooler before it, refused a statement for a reason that lies in
	 * the session: {@link io.github.pgsteady.failure.FailureClass#POOLER_STATE}, or
	 * {@link io.github.pgsteady.failure.FailureClass#READ_ONLY} in a transaction that the
	 * application had not made read-only.
	 * @param failure why
	 */
	default void unfit(Failure failure) {
	}

}
