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

package io.github.pgsteady.provider;

import java.util.function.Function;

/**
 * A circumstance for which a profile may have values of its own, the weightiest first:
 * what is said for an earlier one wins over what is said for a later one.
 */
enum Variant {

	SLEEPING("sleeping", ProviderProperties::getSleeping),

	PRIVATE_NETWORK("private-network", ProviderProperties::getPrivateNetwork),

	TRANSACTION_POOLER("transaction-pooler", ProviderProperties::getTransactionPooler),

	SESSION_POOLER("session-pooler", ProviderProperties::getSessionPooler),

	DIRECT("direct", ProviderProperties::getDirect);

	private final String id;

	private final Function<ProviderProperties, SettingProperties> properties;

	Variant(String id, Function<ProviderProperties, SettingProperties> properties) {
		this.id = id;
		this.properties = properties;
	}

	String getId() {
		return this.id;
	}

	SettingProperties in(ProviderProperties properties) {
		return this.properties.apply(properties);
	}

	boolean appliesTo(Endpoint endpoint, boolean maySleep) {
		return switch (this) {
			case SLEEPING -> maySleep;
			case PRIVATE_NETWORK -> endpoint.privateNetwork();
			case TRANSACTION_POOLER -> endpoint.kind() == EndpointKind.TRANSACTION_POOLER;
			case SESSION_POOLER -> endpoint.kind() == EndpointKind.SESSION_POOLER;
			case DIRECT -> endpoint.kind() == EndpointKind.DIRECT;
		};
	}

}
