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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.link.LinkWatches;

/**
 * Makes a {@link PatientDataSource} for each pool.
 *
 * @since 0.1.0
 */
public final class PatientConnections {

	private final FailureClassifier classifier;

	private final TimeLimits limits;

	private final @Nullable Duration startupWait;

	private final CommitOutcome commitOutcome;

	private final @Nullable LinkWatches watches;

	private final ObjectProvider<ConnectionObserver> observers;

	PatientConnections(FailureClassifier classifier, TimeLimits limits, @Nullable Duration startupWait,
			CommitOutcome commitOutcome, @Nullable LinkWatches watches, ObjectProvider<ConnectionObserver> observers) {
		this.classifier = classifier;
		this.limits = limits;
		this.startupWait = startupWait;
		this.commitOutcome = commitOutcome;
		this.watches = watches;
		this.observers = observers;
	}

	/**
	 * Return the limits that statements have from the end of the start on.
	 * @return the limits
	 */
	TimeLimits getLimits() {
		return this.limits;
	}

	/**
	 * Put patience before the driver's DataSource.
	 * @param name the name of the pool's bean
	 * @param delegate gives the driver's DataSource
	 * @param policy how patient to be; {@code pgsteady.startup.wait}, where it is set,
	 * replaces its time
	 * @param closed tells whether the pool has been closed
	 * @return what the pool gets its connections from
	 */
	public PatientDataSource before(String name, Supplier<DataSource> delegate, ConnectPolicy policy,
			BooleanSupplier closed) {
		ConnectPolicy effective = (this.startupWait != null) ? new ConnectPolicy(this.startupWait,
				policy.unknownHostGrace(), policy.recoveryWindow(), policy.sessions()) : policy;
		Connections connections = new Connections(this.classifier, this.limits);
		this.observers.orderedStream().map((observer) -> observer.observe(name)).forEach(connections::addListener);
		PatientDataSource dataSource = new PatientDataSource(name, delegate, connections, effective, closed);
		if (this.commitOutcome == CommitOutcome.RESOLVE) {
			dataSource.resolveCommits();
		}
		if (this.watches != null) {
			dataSource.watchLinks(this.watches);
		}
		return dataSource;
	}

}
