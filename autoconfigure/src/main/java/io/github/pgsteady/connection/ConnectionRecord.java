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

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.CommitInquiry.Answer;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.link.Stall;

/**
 * What has happened on a physical connection since it was borrowed, as far as it matters
 * for the question what has been committed. Used by one thread at a time, as the
 * connection is; what others read is volatile.
 */
final class ConnectionRecord {

	private boolean autoCommit = true;

	private boolean readOnly;

	// Of the transaction, or of whatever has happened in auto-commit mode
	private int statements;

	private boolean begun;

	private boolean transactionOpen;

	private boolean written;

	private @Nullable StatementKind inFlight;

	private boolean commitSent;

	// Whatever happens from now on until it is returned may have committed something
	private boolean escaped;

	private boolean transactional;

	// Of the statements of the transaction, in seconds
	private int longestTimeout;

	private volatile @Nullable Thread holder;

	private volatile @Nullable ConnectionLoss loss;

	boolean isAutoCommit() {
		return this.autoCommit;
	}

	void setAutoCommit(boolean autoCommit) {
		this.autoCommit = autoCommit;
		this.begun = !autoCommit;
		this.transactional |= !autoCommit;
	}

	/**
	 * Return whether the application has just begun a transaction.
	 * @return whether it left auto-commit mode, and has sent nothing since
	 */
	boolean isBegun() {
		return this.begun;
	}

	/**
	 * Return whether a transaction was begun on it since it was borrowed.
	 * @return whether it was
	 */
	boolean isTransactional() {
		return this.transactional;
	}

	int getLongestTimeout() {
		return this.longestTimeout;
	}

	boolean isReadOnly() {
		return this.readOnly;
	}

	void setReadOnly(boolean readOnly) {
		this.readOnly = readOnly;
	}

	boolean isTransactionOpen() {
		return this.transactionOpen;
	}

	/**
	 * Return who uses it.
	 * @return the thread of the first statement since it was borrowed, or {@code null}
	 */
	@Nullable Thread getHolder() {
		return this.holder;
	}

	@Nullable ConnectionLoss getLoss() {
		return this.loss;
	}

	void sent(StatementKind kind, int queryTimeout, boolean borrowed) {
		this.longestTimeout = Math.max(this.longestTimeout, queryTimeout);
		used(borrowed);
		this.inFlight = kind;
		this.transactionOpen = !this.autoCommit;
		this.escaped |= kind == StatementKind.CONTROL;
	}

	/**
	 * The statement was executed.
	 * @return whether something may have been committed by that
	 */
	boolean answered() {
		StatementKind kind = this.inFlight;
		this.inFlight = null;
		this.statements++;
		if (kind == StatementKind.READ) {
			return false;
		}
		this.written |= this.transactionOpen;
		return this.autoCommit || kind == StatementKind.CONTROL;
	}

	/**
	 * The server has answered the statement, or the {@code COMMIT}, with an error: it was
	 * not executed.
	 */
	void refused() {
		this.inFlight = null;
		if (this.commitSent) {
			endOfTransaction();
		}
	}

	void escaped(boolean borrowed) {
		used(borrowed);
		this.escaped = true;
	}

	private void used(boolean borrowed) {
		this.begun = false;
		if (this.holder == null && borrowed) {
			this.holder = Thread.currentThread();
		}
	}

	boolean mayHaveWritten() {
		return this.written || this.escaped;
	}

	boolean isEscaped() {
		return this.escaped;
	}

	void commitSent() {
		this.commitSent = true;
	}

	boolean isCommitSent() {
		return this.commitSent;
	}

	/**
	 * The transaction was committed.
	 * @return whether it may have written
	 */
	boolean commitAnswered() {
		boolean committed = this.written;
		endOfTransaction();
		return committed;
	}

	void rolledBack() {
		endOfTransaction();
	}

	private void endOfTransaction() {
		this.commitSent = false;
		this.begun = false;
		this.transactionOpen = false;
		this.written = false;
		this.statements = 0;
		this.longestTimeout = 0;
	}

	/**
	 * It cannot be used any more.
	 * @param failure why
	 * @param limit the property that sets the time limit that ended it
	 * @param stall how it was found to have gone silent, if it had
	 * @return the loss, or {@code null} if it was known
	 */
	@Nullable ConnectionLoss lost(Failure failure, @Nullable String limit, @Nullable Stall stall) {
		if (this.loss != null) {
			return null;
		}
		ConnectionLoss loss = new ConnectionLoss(phase(), this.statements, failure, limit, stall, null, null);
		this.loss = loss;
		return loss;
	}

	/**
	 * It has been found out what became of the transaction whose {@code COMMIT} was not
	 * answered.
	 * @param lost the loss, as it was known until now
	 * @param answer what became of the transaction
	 * @return the loss, as it is known now
	 */
	ConnectionLoss settled(ConnectionLoss lost, Answer answer) {
		Phase phase = switch (answer.outcome()) {
			case COMMITTED -> Phase.IDLE;
			case ROLLED_BACK, FENCED -> Phase.TRANSACTION;
			case UNKNOWN -> lost.phase();
		};
		ConnectionLoss loss = new ConnectionLoss(phase, lost.statements(), lost.failure(), lost.limit(), lost.stall(),
				answer.outcome(), answer.reason());
		this.loss = loss;
		return loss;
	}

	/**
	 * Return whether it was lost only after its transaction had been committed.
	 * @return whether nothing was lost with it
	 */
	boolean isLostAfterCommit() {
		ConnectionLoss loss = this.loss;
		return loss != null && loss.outcome() == Outcome.COMMITTED;
	}

	private Phase phase() {
		if (this.escaped) {
			return this.commitSent ? Phase.COMMIT : Phase.WRITE;
		}
		boolean onlyReads = !this.written && (this.inFlight == null || this.inFlight == StatementKind.READ);
		if (this.transactionOpen && this.readOnly && onlyReads) {
			return Phase.READ_ONLY_TRANSACTION;
		}
		if (this.commitSent) {
			return Phase.COMMIT;
		}
		if (this.transactionOpen) {
			return Phase.TRANSACTION;
		}
		if (this.inFlight == null) {
			return Phase.IDLE;
		}
		return onlyReads ? Phase.READ : Phase.WRITE;
	}

	void returned() {
		endOfTransaction();
		this.escaped = false;
		this.transactional = !this.autoCommit;
		this.inFlight = null;
		this.holder = null;
	}

}
