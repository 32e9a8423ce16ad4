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
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.UnexpectedRollbackException;

import io.github.pgsteady.connection.CallRecord;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.failure.Failure;

/**
 * A call whose first attempt has failed, until it succeeds or is given up.
 */
final class TroubledCall {

	private final CallPlan plan;

	private final @Nullable PoolGuard bound;

	private final GuardedCall call;

	private final CallRules rules;

	private final long begun;

	private final long firstFailure;

	private int retries;

	private boolean recurred;

	private @Nullable PoolGuard pool;

	// Of an earlier attempt, where that did not keep it from being repeated
	private @Nullable ConnectionLoss inDoubt;

	private FailedAttempt attempt;

	private Decision decision;

	private Duration pause = Duration.ZERO;

	TroubledCall(CallPlan plan, @Nullable PoolGuard bound, GuardedCall call, CallRules rules, long begun,
			CallRecord record, Throwable thrown) {
		this.plan = plan;
		this.bound = bound;
		this.call = call;
		this.rules = rules;
		this.begun = begun;
		this.firstFailure = rules.now();
		this.attempt = judge(record, thrown);
		this.decision = decide();
	}

	/**
	 * Make another attempt.
	 * @param attempt the attempt
	 * @return what the call returned
	 * @throws Throwable what it threw, when it has been decided what follows from that
	 */
	@Nullable Object repeat(Attempt attempt) throws Throwable {
		this.retries++;
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
		}
		this.attempt = judge(record, thrown);
		this.decision = decide();
		throw thrown;
	}

	private FailedAttempt judge(CallRecord record, Throwable thrown) {
		record.explain(thrown);
		this.pool = this.rules.pools().responsible(this.bound, record, thrown);
		Failure failure = classify(record.getLoss(), thrown, this.pool);
		return FailedAttempt.of(record, failure, thrown, this.pool != null);
	}

	// A transaction that was marked for rollback does not say why
	private Failure classify(@Nullable ConnectionLoss loss, Throwable thrown, @Nullable PoolGuard pool) {
		return (loss != null && thrown instanceof UnexpectedRollbackException) ? loss.failure()
				: this.rules.classify(thrown, (pool != null) ? pool.getPool().getMaximumPoolSize() : 0);
	}

	private Decision decide() {
		if (this.inDoubt == null && !this.plan.reading() && this.attempt.isOutcomeUnknown()) {
			this.inDoubt = this.attempt.loss();
		}
		Decision decision = DecisionTable.decide(this.plan, this.attempt);
		if (!decision.isRepeated()) {
			return decision;
		}
		RetryRefusal restraint = restraint(decision);
		return (restraint != null) ? Decision.refuse(decision.phase(), restraint) : decision;
	}

	private @Nullable RetryRefusal restraint(Decision decision) {
		boolean connecting = decision.phase() == RetryPhase.CONNECT;
		if (!this.call.restoreEntities()) {
			return RetryRefusal.ENTITY_CHANGED;
		}
		if (!connecting && (this.call.isWithinOpenContext() || this.rules.isPersistenceContextShared())) {
			return RetryRefusal.SHARED_PERSISTENCE_CONTEXT;
		}
		if (BoundConnections.isAnyLost()) {
			return RetryRefusal.SHARED_CONNECTION;
		}
		if (this.retries >= this.rules.maxRetries(this.plan, decision.phase())
				|| (decision.atMostOnce() && this.recurred)) {
			return RetryRefusal.MAX_RETRIES;
		}
		this.recurred |= decision.atMostOnce();
		this.pause = this.rules.backoff().before(this.retries + 1, this.attempt);
		if (this.rules.now() + this.pause.toNanos() - deadline(decision.phase()) > 0) {
			return RetryRefusal.DEADLINE;
		}
		PoolGuard pool = Objects.requireNonNull(this.pool);
		if (connecting) {
			return pool.isToBeLeftAlone() ? RetryRefusal.AWAY : null;
		}
		return pool.getBudget().take() ? null : RetryRefusal.BUDGET;
	}

	private long deadline(RetryPhase phase) {
		if (phase == RetryPhase.CONNECT) {
			Duration window = Objects.requireNonNull(this.pool).getConnectDeadline();
			return this.begun + CallRules.shorten(Objects.requireNonNullElse(this.plan.deadline(), window)).toNanos();
		}
		return this.firstFailure + this.rules.deadline(this.plan, phase).toNanos();
	}

	boolean isRepeated() {
		return this.decision.isRepeated();
	}

	/**
	 * Wait until the next attempt.
	 * @param pauses what to wait with
	 * @throws InterruptedException if the thread was interrupted, or the application ends
	 */
	void pause(Pauses pauses) throws InterruptedException {
		PoolGuard waitedFor = (this.decision.phase() == RetryPhase.CONNECT) ? this.pool : null;
		if (waitedFor == null) {
			pauses.pause(this.pause);
			return;
		}
		waitedFor.pauses();
		try {
			pauses.pause(this.pause);
		}
		finally {
			waitedFor.paused();
		}
	}

	/**
	 * It is given up because nobody may wait any more.
	 */
	void interrupted() {
		this.decision = Decision.refuse(this.decision.phase(), RetryRefusal.INTERRUPTED);
	}

	/**
	 * Return what the caller gets.
	 * @param thrown what the last attempt threw
	 * @return that, or what says more
	 */
	Throwable givenUp(Throwable thrown) {
		if (!this.attempt.isOfDatabase()) {
			return thrown;
		}
		this.rules.tell(event(false));
		if (this.inDoubt == null) {
			RetryDiagnostic.explain(thrown, this.decision, this.retries);
			return thrown;
		}
		// Even if a later attempt failed for another reason, such as no connection
		OutcomeUnknownException unknown = new OutcomeUnknownException(this.plan.name(), this.inDoubt, thrown);
		if (this.decision.refusal() != RetryRefusal.OUTCOME_UNKNOWN) {
			RetryDiagnostic.explain(unknown, this.decision, this.retries);
		}
		return unknown;
	}

	void recovered() {
		this.rules.tell(event(true));
	}

	private CallEvent event(boolean recovered) {
		String pool = (this.pool != null) ? this.pool.getPool().getName() : "";
		return new CallEvent(this.plan.name(), pool, this.decision.phase(), this.attempt.failure().failureClass(),
				recovered ? null : this.decision.refusal(), this.retries,
				Duration.ofNanos(this.rules.now() - this.begun));
	}

}
