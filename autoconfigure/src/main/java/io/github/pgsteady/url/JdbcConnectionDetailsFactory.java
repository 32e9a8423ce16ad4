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

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.util.StringUtils;

import io.github.pgsteady.provider.ProviderCatalog;
import io.github.pgsteady.url.DatabaseUrlResolver.Resolution;

/**
 * Creates the connection details from what was decided. A user or password that the
 * application sets itself survives.
 */
class JdbcConnectionDetailsFactory {

	private static final Log logger = LogFactory.getLog(JdbcConnectionDetailsFactory.class);

	private final RawProperties properties;

	private final ProviderCatalog catalog;

	private final DataSourceProperties dataSourceProperties;

	JdbcConnectionDetailsFactory(RawProperties properties, ProviderCatalog catalog,
			DataSourceProperties dataSourceProperties) {
		this.properties = properties;
		this.catalog = catalog;
		this.dataSourceProperties = dataSourceProperties;
	}

	DatabaseUrlJdbcConnectionDetails create(Resolution resolution) {
		DatabaseUrlSource source = resolution.source();
		return (source != null) ? create(source) : createFromProperties(resolution);
	}

	private DatabaseUrlJdbcConnectionDetails create(DatabaseUrlSource source) {
		DatabaseUrl url = source.read();
		DriverParameters parameters = DriverParameters.of(url, ConnectionUrls.isTransactionPooler(url, this.catalog));
		String jdbcUrl = url.toJdbcUrl(parameters.asMap());
		logger.info("Connecting to %s, as '%s' says".formatted(url.location(), source));
		parameters.getWarnings().forEach((warning) -> logger.warn("%s: %s".formatted(source, warning)));
		if (logger.isDebugEnabled() && !parameters.getUnknown().isEmpty()) {
			logger.debug("%s: the driver will ignore %s".formatted(source, parameters.getUnknown()));
		}
		return details(jdbcUrl, url::username, url::password);
	}

	private DatabaseUrlJdbcConnectionDetails createFromProperties(Resolution resolution) {
		// Only where it was not known ahead of time that there would be no URL: as Spring
		// Boot's own details, except that those do not replace what Hikari was told
		if (resolution.ignored()) {
			logger.info("The " + resolution.message());
		}
		String hikariUrl = this.properties.property("spring.datasource.hikari.jdbc-url");
		String jdbcUrl = (hikariUrl != null) ? hikariUrl : this.dataSourceProperties.determineUrl();
		return details(jdbcUrl, this.dataSourceProperties::determineUsername,
				this.dataSourceProperties::determinePassword);
	}

	private DatabaseUrlJdbcConnectionDetails details(String jdbcUrl, Supplier<@Nullable String> username,
			Supplier<@Nullable String> password) {
		return new DatabaseUrlJdbcConnectionDetails(jdbcUrl,
				first(this.properties.property("spring.datasource.hikari.username"),
						this.dataSourceProperties.getUsername(), username),
				first(this.properties.property("spring.datasource.hikari.password"),
						this.dataSourceProperties.getPassword(), password),
				this.dataSourceProperties.getDriverClassName());
	}

	private @Nullable String first(@Nullable String hikari, @Nullable String common,
			Supplier<@Nullable String> otherwise) {
		if (hikari != null) {
			return hikari;
		}
		return StringUtils.hasText(common) ? common : otherwise.get();
	}

}
