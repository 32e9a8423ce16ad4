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

package io.github.pgsteady.doctor;

import java.util.List;
import java.util.Objects;
import java.util.Properties;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.TunedPool;
import io.github.pgsteady.provider.Detection;
import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.Setting;

/**
 * The DataSource that is examined.
 *
 * @param pool the pool that it is, or would be
 * @param source where its URL comes from, such as the name of a variable
 * @param standalone whether there is no application around it
 * @param platform the name of the provider that runs this, or {@code null}
 * @param warnings what of the URL is not used; usually nothing
 */
record Subject(TunedPool pool, String source, boolean standalone, @Nullable String platform, List<String> warnings) {

	Subject {
		warnings = List.copyOf(warnings);
	}

	Destination destination() {
		return Objects.requireNonNull(this.pool.getDestination());
	}

	Endpoint endpoint() {
		return this.pool.getEndpoint();
	}

	Detection detection() {
		return this.pool.getPlan().detection();
	}

	/**
	 * Return the host as the resolver wants it.
	 * @return the name, or the address without brackets
	 */
	String host() {
		String host = destination().host();
		return (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

	/**
	 * Return the parameters that the driver would get, user and password with them.
	 * @return a copy
	 */
	Properties parameters() {
		HikariConfig config = this.pool.getConfig();
		Properties parameters = new Properties();
		config.getDataSourceProperties().forEach((name, value) -> parameters.put(name, value.toString()));
		put(parameters, "user", config.getCredentials().getUsername());
		put(parameters, "password", config.getCredentials().getPassword());
		Properties url = url();
		if (url != null) {
			url.stringPropertyNames().forEach((name) -> parameters.put(name, url.getProperty(name)));
		}
		else {
			put(parameters, "PGDBNAME", property(config, "databaseName"));
		}
		return parameters;
	}

	/**
	 * Return a parameter that stands in the URL, where it comes before all others.
	 * @param name its name
	 * @return its value, or {@code null} if it is not there
	 */
	@Nullable String urlParameter(String name) {
		Properties url = url();
		return (url != null) ? url.getProperty(name) : null;
	}

	private @Nullable Properties url() {
		HikariConfig config = this.pool.getConfig();
		String jdbcUrl = (config.getJdbcUrl() != null) ? config.getJdbcUrl() : property(config, "url");
		return (jdbcUrl != null) ? Driver.parseURL(jdbcUrl, null) : null;
	}

	// The setters of the driver's data sources do not tell capital letters
	private static @Nullable String property(HikariConfig config, String name) {
		return config.getDataSourceProperties()
			.entrySet()
			.stream()
			.filter((property) -> name.equalsIgnoreCase(property.getKey().toString()))
			.map((property) -> property.getValue().toString())
			.findFirst()
			.orElse(null);
	}

	private static void put(Properties parameters, String name, @Nullable String value) {
		if (value != null) {
			parameters.put(name, value);
		}
	}

	/**
	 * Return what the driver demands of TLS.
	 * @return as the parameter {@code sslmode} has it
	 */
	String sslmode() {
		Object value = this.pool.getSetting(Setting.SSLMODE).value();
		String text = (value != null) ? value.toString() : "prefer";
		return switch (text) {
			case "ssl=", "ssl=true" -> "verify-full";
			default -> text.contains("=") ? "prefer" : text;
		};
	}

	@Nullable String database() {
		return parameters().getProperty("PGDBNAME");
	}

}
