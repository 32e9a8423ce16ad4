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

package io.github.pgsteady.health;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.health.Evidence.PastFailure;
import io.github.pgsteady.pool.ObservedPool;
import io.github.pgsteady.pool.PoolStatus;
import io.github.pgsteady.provider.Detection;

/**
 * How the database behind one pool is. It is asked by one thread at a time, which nobody
 * waits for longer than allowed.
 */
final class PoolHealth {

	// Whoever asks in crowds gets the answer of the first, also where it is none
	private static final Duration PAUSE = Duration.ofMillis(500);

	private final ObservedPool pool;

	private final HikariDataSource dataSource;

	private final @Nullable Detection detection;

	private final HealthSettings settings;

	private final Function<Exception, Failure> classifier;

	private final Executor executor;

	private final HealthListener listener;

	private final Supplier<@Nullable FleetStatus> fleet;

	private final Evidence evidence;

	private final CheckPolicy policy;

	private final Judge judge;

	private final StateLog log;

	private @Nullable Check check;

	private volatile @Nullable Duration responseTime;

	PoolHealth(ObservedPool pool, HikariDataSource dataSource, @Nullable Detection detection, HealthSettings settings,
			Function<Exception, Failure> classifier, Executor executor, HealthListener listener,
			Supplier<@Nullable FleetStatus> fleet) {
		boolean maySleep = detection != null && detection.maySleep();
		this.pool = pool;
		this.dataSource = dataSource;
		this.detection = detection;
		this.settings = settings;
		this.classifier = classifier;
		this.executor = executor;
		this.listener = listener;
		this.fleet = fleet;
		this.evidence = new Evidence(pool.getConnections()::getLastAnswer, System::nanoTime);
		this.policy = new CheckPolicy(settings.maxAge(), settings.query() != null, maySleep);
		this.judge = new Judge(settings.timeout(), maySleep);
		this.log = new StateLog(pool.getName());
		pool.getConnections().addListener(this.evidence);
	}

	boolean isOf(ObservedPool pool) {
		return this.pool == pool;
	}

	Health getHealth() {
		Check check = this.dataSource.isClosed() ? null : checkIfDue();
		if (check != null) {
			check.await();
			this.responseTime = check.getResponseTime();
		}
		PoolStatus status = this.pool.getStatus();
		Verdict verdict = judge(status, check);
		Instant since = this.log.found(verdict, knownFor(verdict, status));
		return new HealthDetails(verdict, since, this.detection).pool(status)
			.fleet(this.fleet.get())
			.evidence(this.evidence, status)
			.responseTime(this.responseTime)
			.build();
	}

	private Verdict judge(@Nullable PoolStatus status, @Nullable Check check) {
		if (this.dataSource.isClosed()) {
			return new Verdict(DatabaseState.CLOSED, "The pool has been closed");
		}
		return (check != null && !check.isAnswered())
				? this.judge.judgeUnanswered(status, check, connectFailure(status)) : this.judge.judge(status);
	}

	private @Nullable Failure connectFailure(@Nullable PoolStatus status) {
		if (status != null) {
			return status.connectFailure();
		}
		PastFailure failure = this.evidence.getFailure();
		return (failure != null) ? failure.failure() : null;
	}

	// The pool is looked at more often than anybody asks for the health
	private static Duration knownFor(Verdict verdict, @Nullable PoolStatus status) {
		return (status != null && status.state().name().equals(verdict.state().name())) ? status.since()
				: Duration.ZERO;
	}

	private synchronized @Nullable Check checkIfDue() {
		Check latest = this.check;
		boolean running = latest != null && latest.isRunning();
		SavedCheck saved = this.policy.decide(this.pool.getStatus(), running, this.evidence);
		if (saved != null) {
			this.listener.checkSaved(this.pool.getName(), saved);
			return null;
		}
		if (latest != null && (running || latest.isFailedWithin(PAUSE))) {
			this.listener.checkSaved(this.pool.getName(), SavedCheck.SHARED);
			return latest;
		}
		Check check = new Check(this.dataSource, this.settings.query(), this.settings.timeout(), this.evidence,
				this.classifier);
		this.check = check;
		start(check);
		return check;
	}

	private void start(Check check) {
		try {
			this.executor.execute(check);
			this.listener.checkSent(this.pool.getName());
		}
		catch (RejectedExecutionException ex) {
			// The application is closing
			check.end();
		}
	}

}
