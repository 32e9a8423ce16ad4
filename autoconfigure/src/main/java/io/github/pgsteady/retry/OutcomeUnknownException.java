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

import java.sql.SQLException;

import org.springframework.dao.NonTransientDataAccessException;

import io.github.pgsteady.connection.ConnectionLoss;

/**
 * The connection was lost while something was being committed: a transaction after
 * {@code COMMIT} was sent, or a statement in auto-commit mode. Whether it was committed
 * is unknown, so neither a repetition nor its omission is safe without a look at the
 * database. The cause is an {@link SQLException} with SQLSTATE {@code 08007}, and its
 * cause is what the call threw.
 *
 * @since 0.1.0
 */
public class OutcomeUnknownException extends NonTransientDataAccessException {

	private static final long serialVersionUID = 1L;

	private static final String TRANSACTION_RESOLUTION_UNKNOWN = "08007";

	OutcomeUnknownException(String call, ConnectionLoss loss, Throwable thrown) {
		super("'%s' may have been committed, or not: the connection was lost before the answer came (%s, %s)%s"
			.formatted(call, loss.phase(), loss.failure(), doubt(loss)),
				new SQLException("Whether the transaction was committed is unknown", TRANSACTION_RESOLUTION_UNKNOWN,
						thrown));
	}

	private static String doubt(ConnectionLoss loss) {
		return (loss.doubt() != null) ? ". It could not be found out: " + loss.doubt() : "";
	}

}
