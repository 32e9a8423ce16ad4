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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * All providers that are known: those built in, as changed in {@code pgsteady.providers},
 * and those that the user adds there. Immutable.
 *
 * @since 0.1.0
 */
public final class ProviderCatalog {

	/**
	 * Name of the profile for a PostgreSQL that is none of the known providers.
	 */
	public static final String GENERIC = "generic";

	static final List<String> BUILT_IN = List.of("neon", "railway", "supabase", "render", GENERIC);

	private static final ConfigurationPropertyName USER_PROVIDERS = ConfigurationPropertyName.of("pgsteady.providers");

	private final Map<String, ProviderProfile> profiles;

	private ProviderCatalog(Map<String, ProviderProfile> profiles) {
		this.profiles = profiles;
	}

	/**
	 * Read the catalog.
	 * @param environment the environment with the user's {@code pgsteady.providers}
	 * @return the catalog
	 * @throws org.springframework.boot.context.properties.bind.BindException if
	 * {@code pgsteady.providers} holds a key or a value that cannot be
	 */
	public static ProviderCatalog from(Environment environment) {
		Map<String, ProviderProperties> user = new LinkedHashMap<>();
		bind(environment).forEach((name, properties) -> user.put(name.toLowerCase(Locale.ROOT), properties));
		Set<String> names = new LinkedHashSet<>(user.keySet());
		names.addAll(BUILT_IN);
		ProfileLayer base = new BuiltInProfileLayer(GENERIC);
		Map<String, ProviderProfile> profiles = new LinkedHashMap<>();
		names.forEach((name) -> profiles.put(name, profile(name, user, base)));
		return new ProviderCatalog(profiles);
	}

	private static Map<String, ProviderProperties> bind(Environment environment) {
		NoUnboundElementsBindHandler handler = new NoUnboundElementsBindHandler(BindHandler.DEFAULT,
				new UnboundElementsSourceFilter());
		return Binder.get(environment)
			.bind(USER_PROVIDERS, Bindable.mapOf(String.class, ProviderProperties.class), handler)
			.orElseGet(Map::of);
	}

	private static ProviderProfile profile(String name, Map<String, ProviderProperties> user, ProfileLayer base) {
		List<ProfileLayer> beneath = new ArrayList<>();
		if (!name.equals(GENERIC)) {
			if (BUILT_IN.contains(name)) {
				beneath.add(new BuiltInProfileLayer(name));
			}
			ProfileLayer generic = userLayer(GENERIC, user);
			if (generic != null) {
				beneath.add(generic);
			}
		}
		beneath.add(base);
		return new ProviderProfile(name, userLayer(name, user), beneath);
	}

	private static @Nullable ProfileLayer userLayer(String name, Map<String, ProviderProperties> user) {
		ProviderProperties properties = user.get(name);
		return (properties != null) ? new UserProfileLayer(name, properties) : null;
	}

	/**
	 * Return the names of all providers.
	 * @return the names, the user's own first
	 */
	public Set<String> getNames() {
		return this.profiles.keySet();
	}

	/**
	 * Return what answers at an address.
	 * @param host the host name or IP address
	 * @param port the port
	 * @return the endpoint, or {@code null} if the address belongs to no known provider
	 */
	public @Nullable Endpoint endpointOf(String host, int port) {
		for (ProviderProfile profile : this.profiles.values()) {
			Endpoint endpoint = profile.endpoint(host, port);
			if (endpoint != null) {
				return endpoint;
			}
		}
		return null;
	}

	/**
	 * Return the provider that runs this application, told by the environment variables
	 * that it sets.
	 * @param environment the environment with the variables
	 * @return the name of the provider, or {@code null} if none shows
	 */
	public @Nullable String platform(Environment environment) {
		for (ProviderProfile profile : this.profiles.values()) {
			if (profile.platformVariables().stream().anyMatch(environment::containsProperty)) {
				return profile.getName();
			}
		}
		return null;
	}

	/**
	 * Return the address that leads to the same database without the transaction pooler.
	 * @param provider the name of the provider
	 * @param host the host of the pooler
	 * @param port its port
	 * @return host and port, or {@code null} if none is known
	 */
	public @Nullable String unpooledAddress(String provider, String host, int port) {
		ProviderProfile profile = this.profiles.get(provider);
		String address = (profile != null) ? profile.unpooledAddress(host, port) : null;
		if (address == null) {
			return null;
		}
		int colon = address.lastIndexOf(':');
		Endpoint endpoint = endpointOf(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
		// Not to a stranger, nor to the pooler again
		return (endpoint != null && endpoint.provider().equals(provider)
				&& endpoint.kind() != EndpointKind.TRANSACTION_POOLER) ? address : null;
	}

	/**
	 * Return the variables that may hold a URL that avoids the transaction pooler.
	 * @param provider the name of the provider
	 * @return the names of the variables
	 */
	public Set<String> unpooledVariables(String provider) {
		ProviderProfile profile = this.profiles.get(provider);
		return (profile != null) ? profile.unpooledVariables() : Set.of();
	}

	@Nullable ProviderProfile profile(String name) {
		return this.profiles.get(name);
	}

}
