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

package io.github.pgsteady.url;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.ProviderCatalog;
import io.github.pgsteady.url.DatabaseUrl.Host;

/**
 * Reads database URLs where there is no application, in the way in which they are read
 * for one.
 *
 * @since 0.1.0
 */
public final class ConnectionUrls {

	private final Environment environment;

	private final ProviderCatalog catalog;

	/**
	 * Create a reader.
	 * @param environment the environment with the variables
	 * @param catalog the known providers
	 */
	public ConnectionUrls(Environment environment, ProviderCatalog catalog) {
		this.environment = environment;
		this.catalog = catalog;
	}

	/**
	 * Read a text.
	 * @param source what to call it
	 * @param text the URL, as it was pasted
	 * @return what it says
	 * @throws DatabaseUrlSyntaxException if it cannot be understood
	 */
	public ConnectionUrl read(String source, String text) {
		return read(new DatabaseUrlSource(source, text, null, null));
	}

	/**
	 * Read the first variable that holds a URL: {@code DATABASE_URL} and its relatives.
	 * @return what it says, or {@code null} if there is none
	 * @throws DatabaseUrlSyntaxException if it cannot be understood
	 */
	public @Nullable ConnectionUrl find() {
		DatabaseUrlSource source = new DatabaseUrlResolver(this.environment, null).fromVariables();
		return (source != null) ? read(source) : null;
	}

	private ConnectionUrl read(DatabaseUrlSource source) {
		DatabaseUrl url = source.read();
		DriverParameters parameters = DriverParameters.of(url, isTransactionPooler(url, this.catalog));
		return new ConnectionUrl(source.name(), url.toJdbcUrl(parameters.asMap()), url.address(), url.database(),
				url.username(), url.password(), parameters.getWarnings());
	}

	static boolean isTransactionPooler(DatabaseUrl url, ProviderCatalog catalog) {
		Host host = url.hosts().get(0);
		Endpoint endpoint = catalog.endpointOf(host.name(), host.port());
		return Boolean.parseBoolean(url.parameters().get("pgbouncer"))
				|| (endpoint != null && endpoint.kind() == EndpointKind.TRANSACTION_POOLER);
	}

}
