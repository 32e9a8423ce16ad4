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

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.pgsteady.connection.CallRecord;

/**
 * Makes calls, and repeats them where that is safe. The first attempt costs next to
 * nothing; whatever costs more begins with the first failure.
 */
final class CallGuard {

	private final CallRules rules;

	private final RetryLoop loop;

	CallGuard(CallRules rules, RetryLoop loop) {
		this.rules = rules;
		this.loop = loop;
	}

	/**
	 * Return whether the thread is within a call, or a transaction, already: what it does
	 * now is a part of that.
	 * @return whether it is
	 */
	static boolean isWithinCall() {
		return GuardedCall.current() != null || TransactionSynchronizationManager.isActualTransactionActive();
	}

	/**
	 * Make a call.
	 * @param plan what is known of it
	 * @param binding the pool that it uses, as far as that is known beforehand
	 * @param attempt makes it, each time anew
	 * @return what it returned
	 * @throws Throwable what it threw the last time, or an
	 * {@link OutcomeUnknownException}
	 */
	@Nullable Object run(CallPlan plan, Binding binding, Attempt attempt) throws Throwable {
		long begun = this.rules.now();
		PoolGuard probed = null;
		// Before the call is let in: whoever is told that it was not may use the database
		GuardedCall call = GuardedCall.begin();
		try {
			PoolGuard needed = binding.getNeeded();
			probed = (needed != null && admit(plan, needed)) ? needed : null;
			CallRecord record = CallRecord.begin();
			Throwable thrown;
			try {
				return attempt.make();
			}
			catch (Throwable ex) {
				thrown = ex;
			}
			finally {
				record.end();
				binding.confirm(record);
			}
			TroubledCall troubled = new TroubledCall(plan, binding.getPool(), call, this.rules, begun, record, thrown);
			if (!troubled.isRepeated()) {
				throw troubled.givenUp(thrown);
			}
			return this.loop.run(troubled, attempt, thrown);
		}
		finally {
			call.end();
			if (probed != null) {
				probed.probed();
			}
		}
	}

	private boolean admit(CallPlan plan, PoolGuard pool) {
		try {
			return pool.admit();
		}
		catch (CannotGetJdbcConnectionException ex) {
			this.rules.tell(new CallEvent(plan.name(), pool.getPool().getName(), RetryPhase.CONNECT,
					this.rules.classify(ex, 0).failureClass(), RetryRefusal.AWAY, 0, Duration.ZERO));
			throw ex;
		}
	}

}
