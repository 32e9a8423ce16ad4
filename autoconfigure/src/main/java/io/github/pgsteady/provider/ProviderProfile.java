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

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one provider: what the user says of it, and beneath it what is built
 * in, for this provider and for all.
 */
class ProviderProfile {

	private final String name;

	private final @Nullable ProfileLayer user;

	private final List<ProfileLayer> beneath;

	/**
	 * Create a profile.
	 * @param name the name of the provider
	 * @param user what the user says of the provider, if anything
	 * @param beneath what holds where the user says nothing, the weightiest first
	 */
	ProviderProfile(String name, @Nullable ProfileLayer user, List<ProfileLayer> beneath) {
		this.name = name;
		this.user = user;
		this.beneath = List.copyOf(beneath);
	}

	String getName() {
		return this.name;
	}

	/**
	 * Return the value for a setting at an endpoint. Whatever the user says wins;
	 * beneath, the weightiest variant wins, and of two layers that speak of it the first.
	 * @param setting the setting
	 * @param endpoint the endpoint
	 * @param maySleep whether database or application may be put to sleep
	 * @return the value, or {@code null} if nobody says anything
	 */
	@Nullable ProfileValue value(Setting setting, Endpoint endpoint, boolean maySleep) {
		List<Variant> variants = Arrays.stream(Variant.values())
			.filter((variant) -> variant.appliesTo(endpoint, maySleep))
			.toList();
		ProfileValue value = (this.user != null) ? value(List.of(this.user), setting, variants) : null;
		return (value != null) ? value : value(this.beneath, setting, variants);
	}

	private @Nullable ProfileValue value(List<ProfileLayer> layers, Setting setting, List<Variant> variants) {
		for (Variant variant : variants) {
			ProfileValue value = value(layers, setting, variant);
			if (value != null) {
				return value;
			}
		}
		return value(layers, setting, (Variant) null);
	}

	private @Nullable ProfileValue value(List<ProfileLayer> layers, Setting setting, @Nullable Variant variant) {
		return layers.stream()
			.map((layer) -> layer.value(setting, variant))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	boolean maySleep() {
		return layers().map(ProfileLayer::maySleep).filter(Objects::nonNull).findFirst().orElse(Boolean.FALSE);
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

	/**
	 * Return the address that avoids a transaction pooler.
	 * @param host the host of the pooler
	 * @param port its port
	 * @return host and port, or {@code null} if none is known
	 */
	@Nullable String unpooledAddress(String host, int port) {
		return layers().map(ProfileLayer::unpooledAddress)
			.filter(Objects::nonNull)
			.map((rule) -> rule.apply(host + ":" + port))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private Set<String> union(Function<ProfileLayer, Set<String>> part) {
		return layers().flatMap((layer) -> part.apply(layer).stream()).collect(Collectors.toSet());
	}

	private Stream<ProfileLayer> layers() {
		return Stream.concat(Stream.ofNullable(this.user), this.beneath.stream());
	}

}
