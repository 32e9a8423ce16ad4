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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.pgsteady.diagnosis.Finding;

/**
 * A DataSource as the endpoint shows it.
 *
 * @param provider what it was tuned for
 * @param endpoint where it leads to
 * @param pool the pool at the moment, if it has started
 * @param fleet what is known of all who share the connections of the server, unless that
 * is switched off
 * @param settings the effective settings by name
 * @param failures what failed last, the last first
 * @param findings what does harm
 * @since 0.1.0
 */
public record DataSourceDescriptor(ProviderDescriptor provider, EndpointDescriptor endpoint,
		@Nullable PoolDescriptor pool, @Nullable FleetDescriptor fleet, Map<String, SettingDescriptor> settings,
		List<FailureDescriptor> failures, List<Finding> findings) implements OperationResponseBody {

	/**
	 * The provider.
	 *
	 * @param name its name
	 * @param detectedBy how it was found out
	 * @param maySleep whether the database, or the application, may sleep
	 */
	public record ProviderDescriptor(String name, String detectedBy, boolean maySleep) {

	}

	/**
	 * Where a pool leads to.
	 *
	 * @param kind the kind of endpoint: {@code direct}, {@code session-pooler},
	 * {@code transaction-pooler}
	 * @param address host and port
	 * @param privateNetwork whether it is in a private network
	 */
	public record EndpointDescriptor(String kind, @Nullable String address, boolean privateNetwork) {

	}

	/**
	 * A pool.
	 *
	 * @param state its state
	 * @param since since when, as far as it was seen
	 * @param active connections in use
	 * @param idle connections that are not
	 * @param waiting threads that wait for one
	 * @param maximum the largest number of connections
	 * @param utilisation the part that is in use, 0 to 1
	 * @param lastAnswer when the database answered last, if it has
	 */
	public record PoolDescriptor(String state, Instant since, int active, int idle, int waiting, int maximum,
			double utilisation, @Nullable Instant lastAnswer) {

	}

	/**
	 * All who share the connections of the server with the pool.
	 *
	 * @param mode what is done about it: {@code observe}, {@code enforce}
	 * @param seen whether the server was asked who they are
	 * @param reason why not, or where this comes from
	 * @param limit how many connections there may be at the same time
	 * @param used how many there were
	 * @param instances how many pools share them, this one included
	 * @param wanted how many connections all of them may open, with those of others
	 * @param share how many this pool should have at most
	 * @param lastLook when the server was asked
	 */
	public record FleetDescriptor(String mode, boolean seen, String reason, @Nullable Integer limit,
			@Nullable Integer used, @Nullable Integer instances, @Nullable Integer wanted, @Nullable Integer share,
			@Nullable Instant lastLook) {

	}

	/**
	 * An effective setting.
	 *
	 * @param value the value, with its unit
	 * @param origin who decided on it
	 * @param reason why
	 * @param source where the reason comes from
	 * @param confirmed whether the source is first hand, where there is one
	 */
	public record SettingDescriptor(String value, String origin, String reason, @Nullable String source,
			@Nullable Boolean confirmed) {

	}

}
