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
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Explains to whoever gets the exception of a transaction what happened on its
 * connection: where the connection was lost, Spring's own exception is about the rollback
 * that failed after that. The record is begun here where nobody has begun one for a
 * larger call.
 */
final class DiagnosingTransactionListener implements TransactionExecutionListener {

	@Override
	public void beforeBegin(TransactionExecution transaction) {
		CallRecord call = CallRecord.current();
		if (call != null && call.isLeftBehind()) {
			call.end();
			call = CallRecord.current();
		}
		if (call == null) {
			CallRecord.begin(transaction);
		}
	}

	@Override
	public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
		CallRecord call = CallRecord.current();
		if (call != null) {
			call.began(failure);
		}
		if (failure != null) {
			completed(transaction, failure);
		}
	}

	@Override
	public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
		completed(transaction, failure);
	}

	@Override
	public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
		completed(transaction, failure);
	}

	private void completed(TransactionExecution transaction, @Nullable Throwable failure) {
		CallRecord call = CallRecord.current();
		if (call == null) {
			return;
		}
		if (failure != null) {
			call.explain(failure);
		}
		if (call.isOf(transaction)) {
			call.end();
		}
	}

}
