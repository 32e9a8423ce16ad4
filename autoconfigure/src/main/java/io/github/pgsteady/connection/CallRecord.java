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

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;

/**
 * What has happened on the connections that a call uses, on the thread of the call.
 * Instances are for one thread.
 *
 * @since 0.1.0
 */
public final class CallRecord {

	private static final ThreadLocal<@Nullable CallRecord> CURRENT = new ThreadLocal<>();

	private static final int DEPTH = 20;

	private final @Nullable CallRecord outer;

	private final @Nullable TransactionExecution transaction;

	private @Nullable RecordingConnection last;

	private boolean sent;

	private boolean committed;

	private @Nullable ConnectionLoss loss;

	private @Nullable StackTraceElement closedAt;

	private int begun;

	private @Nullable Throwable beginFailure;

	private CallRecord(@Nullable CallRecord outer, @Nullable TransactionExecution transaction) {
		this.outer = outer;
		this.transaction = transaction;
	}

	/**
	 * Begin to record what this thread does, until {@link #end()}. What an inner record
	 * has seen, the outer one gets at the end.
	 * @return the record
	 */
	public static CallRecord begin() {
		return begin(null);
	}

	static CallRecord begin(@Nullable TransactionExecution transaction) {
		CallRecord record = new CallRecord(CURRENT.get(), transaction);
		CURRENT.set(record);
		return record;
	}

	boolean isOf(TransactionExecution transaction) {
		return this.transaction == transaction;
	}

	// By a transaction manager that did not tell of the end
	boolean isLeftBehind() {
		return this.transaction != null && this.transaction.isCompleted();
	}

	/**
	 * Return the innermost record of this thread.
	 * @return the record, or {@code null} if nobody has begun one
	 */
	public static @Nullable CallRecord current() {
		return CURRENT.get();
	}

	/**
	 * End the record.
	 */
	public void end() {
		// Not removed: with each transaction an entry would come and go
		CURRENT.set(this.outer);
		if (this.outer == null) {
			return;
		}
		this.outer.committed |= this.committed;
		this.outer.begun += this.begun;
		this.outer.sent |= this.sent;
		if (this.last != null) {
			this.outer.last = this.last;
		}
		if (this.loss != null) {
			this.outer.lost(this.loss);
		}
	}

	/**
	 * Return whether the call has committed something, or may have: a transaction that
	 * wrote, a statement in auto-commit mode, or something that cannot be seen.
	 * @return whether it has
	 */
	public boolean hasCommitted() {
		return this.committed;
	}

	/**
	 * Return the loss of a connection that the call used.
	 * @return the first one whose outcome is unknown, or else the last one, or
	 * {@code null} if no connection was lost
	 */
	public @Nullable ConnectionLoss getLoss() {
		return this.loss;
	}

	/**
	 * Return whether the call has sent a statement, or may have.
	 * @return whether it has
	 */
	public boolean hasSent() {
		return this.sent;
	}

	/**
	 * Return whether the last connection that the call used is one of those.
	 * @param connections the connections of a pool
	 * @return whether it is
	 */
	public boolean hasUsed(PatientDataSource connections) {
		return this.last != null && this.last.isOf(connections);
	}

	/**
	 * Return why the first transaction of the call could not be begun. Nothing that
	 * belongs into the transaction has run then.
	 * @return the exception, or {@code null} if a transaction was begun, or none was
	 * tried
	 */
	public @Nullable Throwable getBeginFailure() {
		return (this.begun == 0) ? this.beginFailure : null;
	}

	/**
	 * Return whether the application itself closed the connection of its transaction.
	 * @return whether it did
	 */
	public boolean isClosedByApplication() {
		return this.closedAt != null;
	}

	/**
	 * Tell whoever gets an exception of the call what happened on its connections, by a
	 * suppressed {@link ConnectionDiagnostic}. Nothing is added where nothing happened,
	 * where the exception is not about the database, and nothing twice.
	 * @param exception what the call threw
	 */
	public void explain(Throwable exception) {
		if (causes(exception).stream().noneMatch(SQLException.class::isInstance)) {
			return;
		}
		if (this.loss != null) {
			explain(exception, this.loss);
		}
		else if (this.closedAt != null && isAboutClosedConnection(exception) && !isExplained(exception)) {
			exception.addSuppressed(ConnectionDiagnostic.ofClosedByApplication(this.closedAt));
		}
	}

	static void explain(Throwable exception, ConnectionLoss loss) {
		if (!isExplained(exception)) {
			Throwable reason = loss.failure().exception();
			exception.addSuppressed(ConnectionDiagnostic.of(loss, causes(exception).contains(reason) ? null : reason));
		}
	}

	private static boolean isExplained(Throwable exception) {
		return causes(exception).stream().anyMatch(ConnectionDiagnostic::isOn);
	}

	// HikariCP's has no SQLSTATE, and the driver's 08003
	private static boolean isAboutClosedConnection(Throwable exception) {
		return causes(exception).stream()
			.anyMatch((cause) -> cause instanceof SQLException failure
					&& (failure.getSQLState() == null || failure.getSQLState().equals("08003")));
	}

	private static List<Throwable> causes(Throwable exception) {
		return Stream.iterate(exception, Objects::nonNull, Throwable::getCause).limit(DEPTH).toList();
	}

	void uses(RecordingConnection connection) {
		this.last = connection;
		this.sent = true;
	}

	boolean isUsing(RecordingConnection connection) {
		return this.last == connection;
	}

	void began(@Nullable Throwable failure) {
		if (failure == null) {
			this.begun++;
		}
		else if (this.beginFailure == null) {
			this.beginFailure = failure;
		}
	}

	void committed() {
		this.committed = true;
	}

	void lost(ConnectionLoss loss, RecordingConnection connection) {
		this.last = connection;
		lost(loss);
	}

	private void lost(ConnectionLoss loss) {
		if (this.loss != null && this.loss.phase().isOutcomeUnknown()) {
			// A later loss must not hide it
			this.committed = true;
			return;
		}
		this.loss = loss;
	}

	void closedByApplication(StackTraceElement place) {
		this.closedAt = place;
	}

}
