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

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.fleet.FleetMode;
import io.github.pgsteady.fleet.FleetStatus;
import io.github.pgsteady.pool.TunedPool;

/**
 * Finds pools that are to have their share of the connections of a server, which cannot
 * be asked who else has some.
 */
final class FleetNotSeen implements SinglePoolCheck {

	private final Function<String, @Nullable FleetStatus> fleet;

	FleetNotSeen(Function<String, @Nullable FleetStatus> fleet) {
		this.fleet = fleet;
	}

	@Override
	public @Nullable Finding check(TunedPool pool) {
		FleetStatus status = this.fleet.apply(pool.getName());
		if (status == null || status.mode() != FleetMode.ENFORCE || !status.isBlind()) {
			return null;
		}
		return new Finding("fleet-not-seen", Severity.INFO, pool.getName(),
				"The other instances cannot be seen, and the pool has a share that does not follow them",
				status.reason() + ". " + share(status), List.of("pgsteady.fleet.mode=enforce"),
				"Say how many there are at the same time, those of a deployment included "
						+ "('pgsteady.fleet.instances'), and how many connections there are for all of them "
						+ "('pgsteady.fleet.limit')");
	}

	private static String share(FleetStatus status) {
		return (status.share() != null) ? "It has %s connections, of %s for %s instances".formatted(status.share(),
				status.limit(), status.instances())
				: "It keeps the size that it has without a share, since nobody knows more";
	}

}
