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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import io.github.pgsteady.provider.ProviderCatalog;

/**
 * Decides which property or variable, if any, says which database to connect to.
 */
class DatabaseUrlResolver {

	private static final String URL_PROPERTY = "spring.datasource.url";

	private static final String EMBEDDED_PROPERTY = "spring.datasource.embedded-database-connection";

	/**
	 * Who sets one of these has configured JDBC, and needs no help.
	 */
	private static final List<String> JDBC_PROPERTIES = List.of("spring.datasource.hikari.jdbc-url",
			"spring.datasource.hikari.data-source-class-name", "spring.datasource.hikari.data-source-jndi",
			"spring.datasource.jndi-name", "spring.datasource.tomcat.url", "spring.datasource.dbcp2.url",
			"spring.datasource.oracleucp.url", "spring.datasource.xa.data-source-class-name");

	private static final List<String> VARIABLES = List.of("JDBC_DATABASE_URL", "DATABASE_URL", "POSTGRES_URL");

	private static final List<String> LIBPQ_VARIABLES = List.of("PGHOST", "PGPORT", "PGDATABASE", "PGUSER",
			"PGPASSWORD", "PGSSLMODE");

	private static final String TEST_SUPPORT = "org.springframework.boot.test.context.SpringBootTest";

	private final Environment environment;

	private final RawProperties properties;

	private final @Nullable ClassLoader classLoader;

	DatabaseUrlResolver(Environment environment, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.properties = new RawProperties(environment);
		this.classLoader = classLoader;
	}

	/**
	 * Decide.
	 * @return what was decided, and why
	 */
	Resolution resolve() {
		String configured = configuredJdbc();
		if (configured != null) {
			return new Resolution(null, "'" + configured + "' is set", false);
		}
		String url = this.properties.property(URL_PROPERTY);
		if (url != null) {
			return DatabaseUrlParser.isForeign(url)
					? new Resolution(null, "'" + URL_PROPERTY + "' is not PostgreSQL's", false) : new Resolution(
							new DatabaseUrlSource(URL_PROPERTY, url, null, null), "'" + URL_PROPERTY + "'", false);
		}
		DatabaseUrlSource source = fromVariables();
		if (source == null) {
			return new Resolution(null, "no variable holds a database URL", false);
		}
		String objection = objection();
		if (objection != null) {
			return new Resolution(null, "variable '%s' is ignored: %s. Set 'pgsteady.url.enabled=true' to use it"
				.formatted(source, objection), true);
		}
		return new Resolution(source, "variable '" + source + "'", false);
	}

	/**
	 * Return the property by which JDBC was configured already.
	 * @return the name of the property, or {@code null} if it was not
	 */
	@Nullable String configuredJdbc() {
		for (String property : JDBC_PROPERTIES) {
			if (this.properties.property(property) != null) {
				return property;
			}
		}
		String url = this.properties.property(URL_PROPERTY);
		if (url != null) {
			return DatabaseUrlParser.isJdbc(url) ? URL_PROPERTY : null;
		}
		EmbeddedDatabaseConnection chosen = chosenEmbeddedDatabase();
		return (chosen != null && chosen != EmbeddedDatabaseConnection.NONE) ? EMBEDDED_PROPERTY : null;
	}

	private @Nullable EmbeddedDatabaseConnection chosenEmbeddedDatabase() {
		return Binder.get(this.environment).bind(EMBEDDED_PROPERTY, EmbeddedDatabaseConnection.class).orElse(null);
	}

	@Nullable DatabaseUrlSource fromVariables() {
		List<String> names = new ArrayList<>(Binder.get(this.environment)
			.bind("pgsteady.url.variables", Bindable.listOf(String.class))
			.orElseGet(List::of));
		names.addAll(VARIABLES);
		for (String name : names) {
			String text = this.properties.variable(name);
			if (text != null && !DatabaseUrlParser.isForeign(text)) {
				boolean heroku = name.equals("JDBC_DATABASE_URL");
				return new DatabaseUrlSource(name, text,
						heroku ? this.properties.variable("JDBC_DATABASE_USERNAME") : null,
						heroku ? this.properties.variable("JDBC_DATABASE_PASSWORD") : null);
			}
		}
		return fromLibpqVariables();
	}

	private @Nullable DatabaseUrlSource fromLibpqVariables() {
		Map<String, @Nullable String> values = new HashMap<>();
		LIBPQ_VARIABLES.forEach((name) -> values.put(name, this.properties.variable(name)));
		return (values.get("PGHOST") != null) ? DatabaseUrlSource.ofLibpqVariables(values) : null;
	}

	private @Nullable String objection() {
		if (Boolean.TRUE.equals(enabled())) {
			return null;
		}
		if (ClassUtils.isPresent(TEST_SUPPORT, this.classLoader)) {
			return "Spring Boot's test support is on the class path, and tests must not reach a database by accident";
		}
		EmbeddedDatabaseConnection chosen = chosenEmbeddedDatabase();
		EmbeddedDatabaseConnection embedded = (chosen != null) ? chosen
				: EmbeddedDatabaseConnection.get(this.classLoader);
		if (embedded != EmbeddedDatabaseConnection.NONE && !isOnPlatform()) {
			return "an embedded database (%s) is on the class path, and this is no platform that sets the variable"
				.formatted(embedded);
		}
		return null;
	}

	private boolean isOnPlatform() {
		return ProviderCatalog.from(this.environment).platform(this.environment) != null
				|| CloudPlatform.getActive(this.environment) != null;
	}

	@Nullable Boolean enabled() {
		return Binder.get(this.environment).bind("pgsteady.url.enabled", Boolean.class).orElse(null);
	}

	/**
	 * What was decided.
	 *
	 * @param source the property or variable to use, or {@code null} for none
	 * @param message why, without any value
	 * @param ignored whether there is a variable that is not used on purpose
	 */
	record Resolution(@Nullable DatabaseUrlSource source, String message, boolean ignored) {

	}

}
