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

package io.github.pgsteady.diagnosis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.fleet.FleetMode;
import io.github.pgsteady.fleet.FleetProperties;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.pool.PlannedSetting;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.Setting;

/**
 * Finds pools that hold more connections, those of all instances together, than there
 * are: by what the server says, or else by what the provider takes.
 */
final class ConnectionsAboveLimit implements PoolCheck {

	private final FleetProperties properties;

	private final Function<String, @Nullable FleetStatus> fleet;

	ConnectionsAboveLimit(FleetProperties properties, Function<String, @Nullable FleetStatus> fleet) {
		this.properties = properties;
		this.fleet = fleet;
	}

	@Override
	public List<Finding> check(Collection<TunedPool> pools) {
		List<Finding> findings = new ArrayList<>();
		Map<String, List<TunedPool>> unseen = new TreeMap<>();
		for (TunedPool pool : pools) {
			FleetStatus status = this.fleet.apply(pool.getName());
			if (status != null && status.seen()) {
				add(check(pool, status), findings);
			}
			else if (pool.getDestination() != null) {
				unseen.computeIfAbsent(server(pool), (server) -> new ArrayList<>()).add(pool);
			}
		}
		unseen.values().forEach((server) -> add(check(server), findings));
		return findings;
	}

	private static void add(@Nullable Finding finding, List<Finding> findings) {
		if (finding != null) {
			findings.add(finding);
		}
	}

	private @Nullable Finding check(TunedPool pool, FleetStatus status) {
		boolean enforced = status.mode() == FleetMode.ENFORCE;
		if (enforced ? status.enough() : !status.isAboveLimit()) {
			return null;
		}
		return new Finding("connections-above-limit", Severity.WARNING, pool.getName(),
				"%s pools that share the server may open %s connections, with those of others, of %s that it has"
					.formatted(status.instances(), status.wanted(), status.limit()),
				enforced ? "There are not even two for each, and whoever comes last is refused (too many connections)"
						: "Under load, and while a deployment runs old and new instances, the last ones are refused "
								+ "(too many connections). The share of this pool would be " + status.share(),
				List.of(pool.getName() + ": " + pool.getSetting(Setting.MAXIMUM_POOL_SIZE)),
				(enforced ? "Run fewer instances, or have a pooler before the server: "
						: "Let the instances share what there is ('pgsteady.fleet.mode=enforce'), lower "
								+ "'spring.datasource.hikari.maximum-pool-size', or have a pooler before the server: ")
						+ PoolerAddress.of(pool));
	}

	// Supabase's pooler serves all projects, each with a limit of its own
	private static String server(TunedPool pool) {
		String server = String.valueOf(pool.getDestination()).toLowerCase(Locale.ROOT);
		return SupavisorUser.isNeeded(pool) ? server + " " + SupavisorUser.project(pool) : server;
	}

	private @Nullable Finding check(List<TunedPool> pools) {
		TunedPool first = pools.get(0);
		PlannedSetting limit = first.getSetting(Setting.CONNECTION_LIMIT);
		int instances = Objects.requireNonNullElse(this.properties.getInstances(), 1);
		long connections = pools.stream().mapToLong((pool) -> pool.getConfig().getMaximumPoolSize()).sum() * instances;
		if (!(limit.value() instanceof Integer value) || connections <= value) {
			return null;
		}
		return new Finding("connections-above-limit", Severity.WARNING, first.getName(),
				"%s instances of this application may hold %s connections, of %s that %s takes".formatted(instances,
						connections, value, first.getPlan().detection().getProvider()),
				"Under load, and while a deployment runs old and new instances, the last ones are refused "
						+ "(too many connections). %s: %s".formatted(limit, limit.reason()),
				pools.stream()
					.map((pool) -> pool.getName() + ": " + pool.getSetting(Setting.MAXIMUM_POOL_SIZE))
					.collect(Collectors.toUnmodifiableList()),
				"Lower 'spring.datasource.hikari.maximum-pool-size', or if your plan takes more, set "
						+ "'pgsteady.providers.%s.connection-limit'"
							.formatted(first.getPlan().detection().getProvider()));
	}

}
