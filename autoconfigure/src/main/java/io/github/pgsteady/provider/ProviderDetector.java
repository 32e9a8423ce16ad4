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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Finds out which provider is behind a DataSource: what the user names, an active Spring
 * profile of that name, the host in the URL, and for a host in a private network the
 * environment variables of the platform.
 *
 * @since 0.1.0
 */
public final class ProviderDetector {

	private final ProviderCatalog catalog;

	private final PgSteadyProperties properties;

	private final Environment environment;

	/**
	 * Create a detector.
	 * @param catalog the known providers
	 * @param properties what the user says
	 * @param environment the environment with Spring profiles and platform variables
	 */
	public ProviderDetector(ProviderCatalog catalog, PgSteadyProperties properties, Environment environment) {
		this.catalog = catalog;
		this.properties = properties;
		this.environment = environment;
	}

	/**
	 * Find out which provider is behind a DataSource.
	 * @param dataSourceName the name of the DataSource bean
	 * @param host the host in its URL, or {@code null} if it is not known
	 * @param port the port in its URL
	 * @param pgBouncer whether the URL says that it leads to PgBouncer
	 * ({@code pgbouncer=true})
	 * @return what was found out
	 * @throws InvalidConfigurationPropertyValueException if a provider is named that does
	 * not exist
	 */
	public Detection detect(String dataSourceName, @Nullable String host, int port, boolean pgBouncer) {
		Located located = locate(host, port, pgBouncer);
		List<String> contradictions = new ArrayList<>();
		Choice choice = choose(dataSourceName, located, contradictions);
		ProviderProfile profile = profile(choice);
		Endpoint endpoint = located.endpoint();
		if (!endpoint.provider().equals(profile.getName()) && !endpoint.provider().equals(ProviderCatalog.GENERIC)) {
			contradictions.add("%s, but %s: pool settings are those of '%s', TLS and prepared statements follow the URL"
				.formatted(choice.reason(), located.reason(), profile.getName()));
		}
		return new Detection(profile, profile(new Choice(endpoint.provider(), "", "")), endpoint,
				maySleep(dataSourceName, profile), choice.reason(), contradictions);
	}

	private Located locate(@Nullable String host, int port, boolean pgBouncer) {
		if (host == null) {
			return new Located(new Endpoint(ProviderCatalog.GENERIC, EndpointKind.DIRECT, false), "");
		}
		Located located = locate(host, port);
		if (pgBouncer) {
			return new Located(located.endpoint().withKind(EndpointKind.TRANSACTION_POOLER),
					located.and("the URL says pgbouncer=true"));
		}
		String unpooled = unpooledElsewhere(located.endpoint(), host, port);
		if (unpooled != null) {
			return new Located(located.endpoint().withKind(EndpointKind.TRANSACTION_POOLER),
					located.and("'" + unpooled + "' names another address without the pooler"));
		}
		return located;
	}

	private Located locate(String host, int port) {
		Endpoint endpoint = this.catalog.endpointOf(host, port);
		if (endpoint != null) {
			return new Located(endpoint, "host '%s' is one of %s".formatted(host, endpoint.provider()));
		}
		boolean privateHost = PrivateAddress.matches(host);
		String platform = privateHost ? this.catalog.platform(this.environment) : null;
		if (platform != null) {
			return new Located(new Endpoint(platform, EndpointKind.DIRECT, true),
					"host '%s' is private, and the environment is that of %s".formatted(host, platform));
		}
		return new Located(new Endpoint(ProviderCatalog.GENERIC, EndpointKind.DIRECT, privateHost), "");
	}

	private @Nullable String unpooledElsewhere(Endpoint endpoint, String host, int port) {
		if (endpoint.kind() != EndpointKind.DIRECT) {
			return null;
		}
		ProviderProfile profile = this.catalog.profile(endpoint.provider());
		Set<String> variables = (profile != null) ? profile.unpooledVariables() : Set.of();
		List<String> present = variables.stream()
			.filter((variable) -> StringUtils.hasText(this.environment.getProperty(variable)))
			.sorted()
			.toList();
		boolean ours = present.stream()
			.anyMatch((variable) -> leadsTo(this.environment.getProperty(variable, ""), host, port));
		return (present.isEmpty() || ours) ? null : present.get(0);
	}

	private boolean leadsTo(String url, String host, int port) {
		String address = url.substring(url.lastIndexOf('@') + 1)
			.replaceFirst("^(jdbc:)?[a-z]+://", "")
			.split("[/?]")[0];
		return Arrays.stream(address.split(","))
			.map((server) -> server.matches(".*:\\d+") ? server : server + ":5432")
			.anyMatch((host + ":" + port)::equalsIgnoreCase);
	}

	private Choice choose(String dataSourceName, Located located, List<String> contradictions) {
		String own = options(dataSourceName).getProvider();
		if (StringUtils.hasText(own)) {
			String property = "pgsteady.data-sources." + dataSourceName + ".provider";
			return new Choice(own, "'" + property + "' is '" + own + "'", property);
		}
		String common = this.properties.getProvider();
		if (StringUtils.hasText(common)) {
			return new Choice(common, "'pgsteady.provider' is '" + common + "'", "pgsteady.provider");
		}
		Choice active = springProfile(located.endpoint().provider(), contradictions);
		if (active != null) {
			return active;
		}
		String reason = located.reason().isEmpty() ? "the host is none of a known provider" : located.reason();
		return new Choice(located.endpoint().provider(), reason, "");
	}

	private @Nullable Choice springProfile(String preferred, List<String> contradictions) {
		List<String> active = Arrays.stream(this.environment.getActiveProfiles())
			.filter(this.catalog.getNames()::contains)
			.toList();
		if (active.isEmpty()) {
			return null;
		}
		String chosen = active.contains(preferred) ? preferred : active.get(0);
		if (active.size() > 1) {
			contradictions.add("Spring profiles %s each name a provider: '%s' is used".formatted(active, chosen));
		}
		return new Choice(chosen, "Spring profile '" + chosen + "' is active", "spring.profiles.active");
	}

	private ProviderProfile profile(Choice choice) {
		ProviderProfile profile = this.catalog.profile(choice.provider().toLowerCase(Locale.ROOT));
		if (profile == null) {
			throw new InvalidConfigurationPropertyValueException(choice.property(), choice.provider(),
					"There is no provider of that name. Known are %s; add your own under 'pgsteady.providers.%s'"
						.formatted(String.join(", ", this.catalog.getNames()), choice.provider()));
		}
		return profile;
	}

	private boolean maySleep(String dataSourceName, ProviderProfile profile) {
		Boolean own = options(dataSourceName).getMaySleep();
		Boolean common = this.properties.getMaySleep();
		if (own != null) {
			return own;
		}
		return (common != null) ? common : profile.maySleep();
	}

	private PgSteadyProperties.DataSourceOptions options(String dataSourceName) {
		return this.properties.getOptions(dataSourceName);
	}

	private record Located(Endpoint endpoint, String reason) {

		String and(String another) {
			return this.reason.isEmpty() ? another : this.reason + ", and " + another;
		}

	}

	private record Choice(String provider, String reason, String property) {

	}

}
