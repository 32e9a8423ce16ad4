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

package io.github.pgsteady.migration;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.OutsideConnections;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.ProviderCatalog;
import io.github.pgsteady.url.DatabaseVariables;
import io.github.pgsteady.url.DatabaseVariables.DatabaseLocation;

/**
 * Finds the endpoint that leads to the same database without the transaction pooler: in
 * the variable that the platform has for it, or by the provider's own rule. Only the
 * address changes, never the database or the user.
 */
class DirectEndpoints {

	private static final String COMMON_VARIABLE = "DATABASE_UNPOOLED_URL";

	private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^/?#,]+)/([^/?#]+)(\\?[^#]*)?");

	private final ProviderCatalog catalog;

	private final OutsideConnections connections;

	private final DatabaseVariables variables;

	DirectEndpoints(ProviderCatalog catalog, OutsideConnections connections, Environment environment) {
		this.catalog = catalog;
		this.connections = connections;
		this.variables = new DatabaseVariables(environment);
	}

	/**
	 * Find the endpoint.
	 * @param jdbcUrl the URL of the pooler
	 * @param username the user of the pool
	 * @param pooler where the URL leads to
	 * @return the URL without the pooler, or {@code null} if none is known
	 */
	@Nullable String find(@Nullable String jdbcUrl, @Nullable String username, Destination pooler) {
		Matcher url = URL.matcher((jdbcUrl != null) ? jdbcUrl : "");
		if (!url.matches()) {
			return null;
		}
		String provider = pooler.endpoint().provider();
		String database = URLDecoder.decode(url.group(2), StandardCharsets.UTF_8);
		String address = fromVariables(provider, pooler, database, username);
		if (address == null) {
			address = this.catalog.unpooledAddress(provider, pooler.host(), pooler.port());
		}
		if (address == null) {
			return null;
		}
		String direct = "jdbc:postgresql://" + address + "/" + url.group(2) + withoutPgBouncer(url.group(3));
		Destination destination = this.connections.destination(direct);
		return (destination != null && destination.endpoint().kind() != EndpointKind.TRANSACTION_POOLER) ? direct
				: null;
	}

	private @Nullable String fromVariables(String provider, Destination pooler, String database,
			@Nullable String username) {
		Set<String> candidates = new TreeSet<>(this.catalog.unpooledVariables(provider));
		candidates.add(COMMON_VARIABLE);
		for (String candidate : candidates) {
			DatabaseLocation pooled = this.variables.read(pooled(candidate));
			DatabaseLocation unpooled = this.variables.read(candidate);
			// The variable may be about another database than this pool is
			if (pooled != null && unpooled != null && pooled.address().equalsIgnoreCase(pooler.toString())
					&& leadsTo(pooled, database, username) && leadsTo(unpooled, database, username)) {
				return unpooled.address();
			}
		}
		return null;
	}

	// What the platform hands out beside it: DATABASE_URL beside DATABASE_UNPOOLED_URL
	private static String pooled(String variable) {
		String pooled = variable.replaceFirst("_UNPOOLED|UNPOOLED_", "");
		return !pooled.equals(variable) ? pooled : "DATABASE_URL";
	}

	private static boolean leadsTo(DatabaseLocation location, String database, @Nullable String username) {
		return database.equals(location.database()) && username != null && username.equals(location.username());
	}

	// It would say that the other endpoint is a pooler, too
	private static String withoutPgBouncer(@Nullable String query) {
		if (query == null) {
			return "";
		}
		String rest = query.substring(1).replaceAll("(^|&)pgbouncer=[^&]*", "").replaceFirst("^&", "");
		return rest.isEmpty() ? "" : "?" + rest;
	}

}
