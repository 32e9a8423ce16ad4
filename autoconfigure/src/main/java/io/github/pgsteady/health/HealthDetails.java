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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.health.Evidence.PastFailure;
import io.github.pgsteady.pool.PoolStatus;
import io.github.pgsteady.provider.Detection;

/**
 * Writes what is known of a database, without addresses, names and messages.
 */
final class HealthDetails {

	private final Health.Builder health;

	HealthDetails(Verdict verdict, Instant since, @Nullable Detection detection) {
		this.health = verdict.state().isUp() ? Health.up() : Health.down();
		// As Spring Boot calls it
		this.health.withDetail("database", "PostgreSQL");
		if (detection != null) {
			this.health.withDetail("provider", detection.getProvider())
				.withDetail("endpoint", detection.getEndpoint().kind().toString());
		}
		this.health.withDetail("state", verdict.state().toString()).withDetail("since", since.toString());
		if (verdict.reason() != null) {
			this.health.withDetail("reason", verdict.reason());
		}
	}

	HealthDetails pool(@Nullable PoolStatus status) {
		if (status != null) {
			Map<String, Object> pool = new LinkedHashMap<>();
			pool.put("active", status.active());
			pool.put("idle", status.idle());
			pool.put("waiting", status.waiting());
			pool.put("maximum", status.maximum());
			pool.put("utilisation", Math.round(100 * status.utilisation()) / 100.0);
			this.health.withDetail("pool", pool);
		}
		return this;
	}

	HealthDetails fleet(@Nullable FleetStatus status) {
		if (status != null && status.limit() != null) {
			Map<String, Object> fleet = new LinkedHashMap<>();
			fleet.put("limit", status.limit());
			putIfKnown(fleet, "used", status.used());
			putIfKnown(fleet, "instances", status.instances());
			putIfKnown(fleet, "share", status.share());
			this.health.withDetail("fleet", fleet);
		}
		return this;
	}

	private static void putIfKnown(Map<String, Object> details, String name, @Nullable Integer value) {
		if (value != null) {
			details.put(name, value);
		}
	}

	HealthDetails evidence(Evidence evidence, @Nullable PoolStatus status) {
		Duration success = evidence.sinceSuccess(status);
		if (success != null) {
			this.health.withDetail("lastSuccess", Map.of("age", Times.of(success)));
		}
		PastFailure last = evidence.getFailure();
		if (last != null) {
			Failure failure = last.failure();
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("failure", name(failure.failureClass()));
			if (failure.sqlState() != null) {
				details.put("sqlState", failure.sqlState());
			}
			details.put("age", Times.of(evidence.since(last.at())));
			this.health.withDetail("lastFailure", details);
		}
		return this;
	}

	HealthDetails responseTime(@Nullable Duration responseTime) {
		if (responseTime != null) {
			this.health.withDetail("responseTime", Times.of(responseTime));
		}
		return this;
	}

	Health build() {
		return this.health.build();
	}

	static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
