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

package io.github.pgsteady.pool;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.env.Environment;

import io.github.pgsteady.provider.PgSteadyProperties;
import io.github.pgsteady.provider.ProviderCatalog;
import io.github.pgsteady.provider.ProviderDetector;

/**
 * Makes {@link OutsideConnections} without an application.
 */
public final class OutsideConnectionsFactory {

	private OutsideConnectionsFactory() {
	}

	public static OutsideConnections create(Environment environment) {
		ProviderDetector detector = new ProviderDetector(ProviderCatalog.from(environment), new PgSteadyProperties(),
				environment);
		return new OutsideConnections(
				new HikariConnections(null, null, new PoolStates(new PoolListeners(Stream::empty)), new Destinations(),
						Duration.ofMinutes(6), false, List.of()),
				detector);
	}

}
