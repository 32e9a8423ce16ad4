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

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.endpoint.DataSourceDescriptor.EndpointDescriptor;
import io.github.pgsteady.endpoint.DataSourceDescriptor.FleetDescriptor;
import io.github.pgsteady.endpoint.DataSourceDescriptor.PoolDescriptor;
import io.github.pgsteady.endpoint.DataSourceDescriptor.ProviderDescriptor;
import io.github.pgsteady.endpoint.DataSourceDescriptor.SettingDescriptor;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.PlannedSetting;
import io.github.pgsteady.pool.PoolStatus;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.Detection;
import io.github.pgsteady.provider.Endpoint;

/**
 * Describes a pool, without credentials.
 */
final class PoolDescription {

	private final TunedPool pool;

	private final @Nullable PoolStatus status;

	private final @Nullable FleetStatus fleet;

	PoolDescription(TunedPool pool, @Nullable PoolStatus status, @Nullable FleetStatus fleet) {
		this.pool = pool;
		this.status = status;
		this.fleet = fleet;
	}

	DataSourceDescriptor describe(List<FailureDescriptor> failures, List<Finding> findings) {
		return new DataSourceDescriptor(provider(), endpoint(), (this.status != null) ? pool(this.status) : null,
				(this.fleet != null) ? fleet(this.fleet) : null, settings(), failures, findings);
	}

	private ProviderDescriptor provider() {
		Detection detection = this.pool.getPlan().detection();
		return new ProviderDescriptor(detection.getProvider(), detection.getReason(), detection.maySleep());
	}

	private EndpointDescriptor endpoint() {
		Endpoint endpoint = this.pool.getEndpoint();
		Destination destination = this.pool.getDestination();
		return new EndpointDescriptor(endpoint.kind().getId(), (destination != null) ? destination.toString() : null,
				endpoint.privateNetwork());
	}

	private static PoolDescriptor pool(PoolStatus status) {
		Duration sinceAnswer = status.sinceAnswer();
		Instant now = Instant.now();
		return new PoolDescriptor(Names.of(status.state()), now.minus(status.since()), status.active(), status.idle(),
				status.waiting(), status.maximum(), Math.round(100 * status.utilisation()) / 100.0,
				(sinceAnswer != null) ? now.minus(sinceAnswer) : null);
	}

	private static FleetDescriptor fleet(FleetStatus status) {
		return new FleetDescriptor(Names.of(status.mode()), status.seen(), status.reason(), status.limit(),
				status.used(), status.instances(), status.wanted(), status.share(),
				(status.age() != null) ? Instant.now().minus(status.age()) : null);
	}

	private Map<String, SettingDescriptor> settings() {
		Map<String, SettingDescriptor> settings = new LinkedHashMap<>();
		this.pool.getSettings().forEach((setting) -> settings.put(setting.setting().getId(), describe(setting)));
		return settings;
	}

	private static SettingDescriptor describe(PlannedSetting setting) {
		return new SettingDescriptor(setting.getText(), Names.of(setting.origin()), setting.reason(), setting.source(),
				(setting.source() != null) ? setting.confirmed() : null);
	}

}
