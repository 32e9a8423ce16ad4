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

package io.github.pgsteady.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.ConnectionObserver;
import io.github.pgsteady.connection.Outcome;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.retry.CallEvent;
import io.github.pgsteady.retry.CallListener;

/**
 * Remembers what failed last, each kind of failure once, so that a storm of one kind does
 * not hide the others. Messages of exceptions are not kept: they may hold data.
 */
final class RecentFailures implements ConnectionObserver, CallListener {

	private static final int MAXIMUM_KINDS = 50;

	private final Clock clock;

	private final Map<String, Map<Kind, Times>> failures = new ConcurrentHashMap<>();

	RecentFailures(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return what failed last on a DataSource.
	 * @param dataSource the name of the bean
	 * @return the failures, the last first
	 */
	List<FailureDescriptor> get(String dataSource) {
		Map<Kind, Times> failures = this.failures.get(dataSource);
		if (failures == null) {
			return List.of();
		}
		List<FailureDescriptor> descriptors = new ArrayList<>();
		synchronized (failures) {
			failures.forEach((kind, times) -> descriptors.add(kind.describe(times)));
		}
		// The map is in order of the last
		Collections.reverse(descriptors);
		return descriptors;
	}

	private void add(String dataSource, Kind kind) {
		Instant now = this.clock.instant();
		Map<Kind, Times> failures = this.failures.computeIfAbsent(dataSource, (name) -> new LinkedHashMap<>());
		synchronized (failures) {
			Times times = failures.remove(kind);
			failures.put(kind, (times != null) ? times.and(now) : new Times(1, now, now));
			if (failures.size() > MAXIMUM_KINDS) {
				failures.remove(failures.keySet().iterator().next());
			}
		}
	}

	@Override
	public ConnectionListener observe(String dataSource) {
		return new ConnectionListener() {

			@Override
			public void connectFailed(Failure failure, Duration time) {
				add(dataSource,
						new Kind("connect", Names.of(failure.failureClass()), failure.sqlState(), null, null, null));
			}

			@Override
			public void lost(ConnectionLoss loss) {
				Outcome outcome = loss.outcome();
				add(dataSource,
						new Kind("connection-lost", Names.of(loss.failure().failureClass()), loss.failure().sqlState(),
								Names.of(loss.phase()), (outcome != null) ? Names.of(outcome) : null, null));
			}

			@Override
			public void unfit(Failure failure) {
				add(dataSource,
						new Kind("statement", Names.of(failure.failureClass()), failure.sqlState(), null, null, null));
			}

		};
	}

	@Override
	public void ended(CallEvent event) {
		String decision = (event.refusal() != null) ? Names.of(event.refusal()) : "recovered";
		add(event.dataSource(), new Kind("call", Names.of(event.failureClass()), null, Names.of(event.phase()),
				decision, event.call()));
	}

	/**
	 * What is alike in failures that are told together.
	 *
	 * @param event what failed
	 * @param failureClass its class
	 * @param sqlState its SQLSTATE
	 * @param phase how far it was
	 * @param decision what was done about it
	 * @param call which call it was
	 */
	private record Kind(String event, String failureClass, @Nullable String sqlState, @Nullable String phase,
			@Nullable String decision, @Nullable String call) {

		FailureDescriptor describe(Times times) {
			return new FailureDescriptor(this.event, this.failureClass, this.sqlState, this.phase, this.decision,
					this.call, times.count(), times.first(), times.last());
		}

	}

	/**
	 * When it was.
	 *
	 * @param count how often
	 * @param first when first
	 * @param last when last
	 */
	private record Times(long count, Instant first, Instant last) {

		Times and(Instant now) {
			return new Times(this.count + 1, this.first, now);
		}

	}

}
