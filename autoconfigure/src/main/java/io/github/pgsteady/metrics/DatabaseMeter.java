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

package io.github.pgsteady.metrics;

import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.Outcome;
import io.github.pgsteady.connection.Phase;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.health.SavedCheck;
import io.github.pgsteady.link.StallCause;
import io.github.pgsteady.pool.EvictionReason;
import io.github.pgsteady.pool.PoolState;
import io.github.pgsteady.retry.RetryPhase;
import io.github.pgsteady.retry.RetryRefusal;

/**
 * All meters; docs/metrics.md shows the same. Each has the name of the DataSource bean as
 * its first tag.
 */
enum DatabaseMeter {

	POOL_UTILISATION(Meter.Type.GAUGE, "pgsteady.pool.utilisation", null,
			"How much of the pool is in use: active connections of the maximum, 0 to 1"),

	POOL_ACTIVE(Meter.Type.GAUGE, "pgsteady.pool.active", "connections", "Connections in use"),

	POOL_IDLE(Meter.Type.GAUGE, "pgsteady.pool.idle", "connections", "Connections that are not in use"),

	POOL_MAXIMUM(Meter.Type.GAUGE, "pgsteady.pool.maximum", "connections", "Most connections that the pool opens"),

	POOL_WAITING(Meter.Type.GAUGE, "pgsteady.pool.waiting", "threads", "Threads that wait for a connection now"),

	POOL_QUEUE(Meter.Type.DISTRIBUTION_SUMMARY, "pgsteady.pool.queue", "threads",
			"Threads that waited for a connection at the same time: the most of each second in which any did"),

	POOL_STATE(Meter.Type.GAUGE, "pgsteady.pool.state", null, "1 for the state that the pool is in, 0 for each other",
			BoundedTag.of("state", PoolState.class)),

	POOL_EVICTIONS(Meter.Type.COUNTER, "pgsteady.pool.evictions", null,
			"How often all connections of the pool were renewed", BoundedTag.of("reason", EvictionReason.class)),

	POOL_EVICTED(Meter.Type.COUNTER, "pgsteady.pool.evicted", "connections", "Connections that were renewed by that",
			BoundedTag.of("reason", EvictionReason.class)),

	DATABASE_WAKES(Meter.Type.COUNTER, "pgsteady.database.wakes", null,
			"Connections made after a pause in which a database that may sleep has fallen asleep"),

	CONNECTION_ATTEMPTS(Meter.Type.TIMER, "pgsteady.connection.attempts", null, "Time that attempts to connect took",
			BoundedTag.of("outcome", FailureClass.class, "connected")),

	CONNECTION_WAIT(Meter.Type.TIMER, "pgsteady.connection.wait", null,
			"Time from the wish for a connection to the connection, failed attempts included",
			new BoundedTag("first", List.of("true", "false"))),

	CONNECTION_LOSSES(Meter.Type.COUNTER, "pgsteady.connection.losses", null, "Connections that were lost",
			BoundedTag.of("phase", Phase.class), BoundedTag.of("failure", FailureClass.class)),

	COMMIT_OUTCOMES(Meter.Type.COUNTER, "pgsteady.commit.outcomes", null,
			"COMMITs that were not answered, by what became of the transaction",
			BoundedTag.of("outcome", Outcome.class)),

	STALL_SUSPECTS(Meter.Type.COUNTER, "pgsteady.stall.suspects", null, "How often an answer stayed away for long"),

	STALL_WORKING(Meter.Type.COUNTER, "pgsteady.stall.working", null,
			"How often the server said of those that it is working"),

	STALL_DETECTION(Meter.Type.TIMER, "pgsteady.stall.detection", null,
			"Time for which nothing had come back on connections that were given up",
			BoundedTag.of("cause", StallCause.class)),

	CALL_FAILURES(Meter.Type.COUNTER, "pgsteady.call.failures", null,
			"Calls that met a failure of the database, once each", BoundedTag.of("phase", RetryPhase.class),
			BoundedTag.of("failure", FailureClass.class), new BoundedTag("outcome", List.of("recovered", "failed")),
			BoundedTag.of("decision", EnumSet.complementOf(EnumSet.of(RetryRefusal.FOREIGN)), "retried")),

	CALL_RETRIES(Meter.Type.COUNTER, "pgsteady.call.retries", null, "How often calls were repeated",
			BoundedTag.of("phase", RetryPhase.class), BoundedTag.of("failure", FailureClass.class)),

	CALL_RECOVERY(Meter.Type.TIMER, "pgsteady.call.recovery", null,
			"Time that recovered calls took, all attempts and pauses included",
			BoundedTag.of("phase", RetryPhase.class), BoundedTag.of("failure", FailureClass.class)),

	RETRY_BUDGET(Meter.Type.GAUGE, "pgsteady.retry.budget", null, "Retries that the budget leaves"),

	FLEET_LIMIT(Meter.Type.GAUGE, "pgsteady.fleet.limit", "connections",
			"Connections that the server has for all who share it, those of administrators left out"),

	FLEET_USED(Meter.Type.GAUGE, "pgsteady.fleet.used", "connections", "Connections of those that are open"),

	FLEET_INSTANCES(Meter.Type.GAUGE, "pgsteady.fleet.instances", null, "Pools that share them, this one included"),

	FLEET_SHARE(Meter.Type.GAUGE, "pgsteady.fleet.share", "connections",
			"Most connections that this pool should have, so that there are enough for all"),

	HEALTH_CHECKS_SENT(Meter.Type.COUNTER, "pgsteady.health.checks.sent", null,
			"Requests for health for which the database was asked"),

	HEALTH_CHECKS_SAVED(Meter.Type.COUNTER, "pgsteady.health.checks.saved", null,
			"Requests for health for which the database was not asked", BoundedTag.of("reason", SavedCheck.class));

	static final String DATA_SOURCE = "datasource";

	private final Meter.Type type;

	private final String id;

	private final @Nullable String unit;

	private final String description;

	private final List<BoundedTag> tags;

	DatabaseMeter(Meter.Type type, String id, @Nullable String unit, String description, BoundedTag... tags) {
		this.type = type;
		this.id = id;
		this.unit = unit;
		this.description = description;
		this.tags = List.of(tags);
	}

	Meter.Type getType() {
		return this.type;
	}

	String getId() {
		return this.id;
	}

	@Nullable String getUnit() {
		return this.unit;
	}

	String getDescription() {
		return this.description;
	}

	List<BoundedTag> getTags() {
		return this.tags;
	}

	Counter counter(MeterRegistry registry, String dataSource, String... values) {
		return Counter.builder(this.id)
			.description(this.description)
			.baseUnit(this.unit)
			.tags(tags(dataSource, values))
			.register(registry);
	}

	/**
	 * Create the counters of all values, so that the first event is seen as a change.
	 * @param registry the registry
	 * @param dataSource the name of the DataSource bean
	 */
	void counters(MeterRegistry registry, String dataSource) {
		if (this.tags.isEmpty()) {
			counter(registry, dataSource);
		}
		else {
			this.tags.get(0).values().forEach((value) -> counter(registry, dataSource, value));
		}
	}

	Timer timer(MeterRegistry registry, String dataSource, String... values) {
		return Timer.builder(this.id).description(this.description).tags(tags(dataSource, values)).register(registry);
	}

	DistributionSummary summary(MeterRegistry registry, String dataSource) {
		return DistributionSummary.builder(this.id)
			.description(this.description)
			.baseUnit(this.unit)
			.tags(tags(dataSource))
			.register(registry);
	}

	/**
	 * Create a gauge, unless it is there already.
	 * @param registry the registry
	 * @param dataSource the name of the DataSource bean
	 * @param value gives the value, or {@code null} while nobody knows it
	 * @param values the values of the tags
	 */
	void gauge(MeterRegistry registry, String dataSource, Supplier<@Nullable Number> value, String... values) {
		Tags tags = tags(dataSource, values);
		if (registry.find(this.id).tags(tags).gauge() == null) {
			Gauge.builder(this.id, () -> orNaN(value.get()))
				.description(this.description)
				.baseUnit(this.unit)
				.tags(tags)
				.register(registry);
		}
	}

	void remove(MeterRegistry registry, String dataSource) {
		List.copyOf(registry.find(this.id).tag(DATA_SOURCE, dataSource).meters()).forEach(registry::remove);
	}

	// A gap in the chart, where 0 would be an assertion
	private static Number orNaN(@Nullable Number value) {
		return (value != null) ? value : Double.NaN;
	}

	private Tags tags(String dataSource, String... values) {
		Tags tags = Tags.of(DATA_SOURCE, dataSource);
		for (int i = 0; i < values.length; i++) {
			tags = tags.and(this.tags.get(i).key(), values[i]);
		}
		return tags;
	}

}
