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

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.link.Stall;

/**
 * Says what happened to a connection, as a suppressed exception of the one that the
 * application gets: the latter often says no more than that the connection is closed. Its
 * cause is what ended the connection; it has neither a stack trace nor secrets.
 *
 * @since 0.1.0
 */
public final class ConnectionDiagnostic extends Exception {

	private static final long serialVersionUID = 1L;

	private static final String AT_COMMIT = "after COMMIT was sent, before it was answered";

	private ConnectionDiagnostic(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

	static ConnectionDiagnostic of(ConnectionLoss loss, @Nullable Throwable cause) {
		return new ConnectionDiagnostic("The connection was lost %s: %s. %s%s".formatted(where(loss), loss.failure(),
				consequence(loss.phase()), doubt(loss) + silence(loss)), cause);
	}

	private static String doubt(ConnectionLoss loss) {
		return (loss.doubt() != null) ? ": " + loss.doubt() : "";
	}

	private static String silence(ConnectionLoss loss) {
		if (loss.limit() != null) {
			return ". No answer came within the time of '" + loss.limit() + "'";
		}
		Stall stall = loss.stall();
		return (stall != null) ? String.format(Locale.ROOT, ". It was given up: nothing came back for %.1f s, and %s",
				stall.waited().toMillis() / 1000.0, stall.cause()) : "";
	}

	static ConnectionDiagnostic ofClosedByApplication(StackTraceElement place) {
		return new ConnectionDiagnostic(
				"The application itself closed the connection while its transaction was open, at " + place, null);
	}

	/**
	 * Return whether an exception says that the connection was lost, and the loss was
	 * recorded.
	 * @param exception the exception
	 * @return whether it was
	 */
	public static boolean isOn(Throwable exception) {
		return Arrays.stream(exception.getSuppressed()).anyMatch(ConnectionDiagnostic.class::isInstance);
	}

	private static String where(ConnectionLoss loss) {
		String after = (loss.statements() > 0) ? ", after " + loss.statements() + " statement(s)" : "";
		return switch (loss.phase()) {
			case IDLE -> "while nothing was under way";
			case READ -> "while a statement was reading";
			case WRITE -> "while something was under way that may have committed" + after;
			case READ_ONLY_TRANSACTION -> "in a read-only transaction" + after;
			case TRANSACTION ->
				((loss.outcome() == null) ? "in a transaction, before COMMIT was sent" : AT_COMMIT) + after;
			case COMMIT -> AT_COMMIT + after;
		};
	}

	private static String consequence(Phase phase) {
		return switch (phase) {
			case IDLE -> "What was sent before had been answered";
			case READ, READ_ONLY_TRANSACTION -> "Nothing was written by it";
			case TRANSACTION -> "Nothing was committed: the server has rolled back";
			case WRITE, COMMIT -> "Whether it was committed is unknown";
		};
	}

}
