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

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one provider: layers of values, the weightiest first.
 */
class ProviderProfile {

	private final String name;

	private final List<ProfileLayer> layers;

	ProviderProfile(String name, List<ProfileLayer> layers) {
		this.name = name;
		this.layers = List.copyOf(layers);
	}

	String getName() {
		return this.name;
	}

	/**
	 * Return the value for a setting at an endpoint, from the weightiest layer that says
	 * something, and there from its weightiest variant that applies.
	 * @param setting the setting
	 * @param endpoint the endpoint
	 * @param maySleep whether database or application may be put to sleep
	 * @return the value, or {@code null} if pool and driver are to decide
	 */
	@Nullable ProfileValue value(Setting setting, Endpoint endpoint, boolean maySleep) {
		for (ProfileLayer layer : this.layers) {
			ProfileValue value = value(layer, setting, endpoint, maySleep);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private @Nullable ProfileValue value(ProfileLayer layer, Setting setting, Endpoint endpoint, boolean maySleep) {
		for (Variant variant : Variant.values()) {
			if (variant.appliesTo(endpoint, maySleep)) {
				ProfileValue value = layer.value(setting, variant);
				if (value != null) {
					return value;
				}
			}
		}
		return layer.value(setting, null);
	}

	boolean maySleep() {
		return this.layers.stream()
			.map(ProfileLayer::maySleep)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(Boolean.FALSE);
	}

	/**
	 * Return what answers at an address, if it is one of this provider.
	 * @param host the host name or IP address
	 * @param port the port
	 * @return the endpoint, or {@code null} if the address is not this provider's
	 */
	@Nullable Endpoint endpoint(String host, int port) {
		boolean privateNetwork = matches(ProfileLayer::privateHosts, host, port);
		EndpointKind kind = kind(host, port);
		if (kind == null && !privateNetwork && !matches(ProfileLayer::hosts, host, port)) {
			return null;
		}
		return new Endpoint(this.name, (kind != null) ? kind : EndpointKind.DIRECT, privateNetwork);
	}

	private @Nullable EndpointKind kind(String host, int port) {
		for (EndpointKind kind : List.of(EndpointKind.TRANSACTION_POOLER, EndpointKind.SESSION_POOLER,
				EndpointKind.DIRECT)) {
			if (matches((layer) -> layer.hosts(kind), host, port)) {
				return kind;
			}
		}
		return null;
	}

	private boolean matches(Function<ProfileLayer, Set<String>> patterns, String host, int port) {
		return HostPattern.anyMatches(union(patterns), host, port);
	}

	Set<String> platformVariables() {
		return union(ProfileLayer::platformVariables);
	}

	Set<String> unpooledVariables() {
		return union(ProfileLayer::unpooledVariables);
	}

	private Set<String> union(Function<ProfileLayer, Set<String>> part) {
		return this.layers.stream().flatMap((layer) -> part.apply(layer).stream()).collect(Collectors.toSet());
	}

}
