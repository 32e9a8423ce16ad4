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

package io.github.pgsteady.pool;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.util.StringUtils;

import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.provider.Endpoint;

/**
 * Where a pool connects to, and with which parameters, as the driver itself reads its
 * URL. The first of several hosts stands for all.
 *
 * @param host the first host
 * @param port the port of the first host
 * @param parameters the parameters of the URL, which may hold a user and a password
 */
record ServerUrl(String host, int port, Properties parameters) {

	private static final String JDBC_PREFIX = "jdbc:postgresql:";

	private static final String DRIVER_DATA_SOURCES = "org.postgresql.";

	/**
	 * Read the URL of a pool.
	 * @param config the configuration of the pool
	 * @return the URL, or {@code null} if the pool is not known to connect to PostgreSQL
	 */
	static @Nullable ServerUrl of(HikariConfig config) {
		boolean ours = config.getDataSource() instanceof PatientDataSource;
		if ((config.getDataSource() != null && !ours) || config.getDataSourceJNDI() != null) {
			return null;
		}
		String className = config.getDataSourceClassName();
		if (StringUtils.hasText(className)) {
			return className.startsWith(DRIVER_DATA_SOURCES) ? of(config.getDataSourceProperties()) : null;
		}
		// The class has gone into ours
		return (ours && config.getJdbcUrl() == null) ? of(config.getDataSourceProperties()) : of(config.getJdbcUrl());
	}

	private static @Nullable ServerUrl of(Properties dataSource) {
		// Values may be anything but text, which getProperty passes over
		Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		dataSource.forEach((name, value) -> values.put(name.toString(), value));
		Object url = values.get("url");
		if (url != null) {
			return of(url.toString());
		}
		Object host = values.getOrDefault("serverName", "localhost");
		Object port = values.getOrDefault("portNumber", "5432");
		return new ServerUrl(presentable(host.toString()), port(port.toString()), new Properties());
	}

	static @Nullable ServerUrl of(@Nullable String jdbcUrl) {
		Properties parsed = (jdbcUrl != null && jdbcUrl.startsWith(JDBC_PREFIX)) ? parse(jdbcUrl) : null;
		if (parsed == null) {
			return null;
		}
		String host = first(PGProperty.PG_HOST.getOrDefault(parsed), "localhost");
		return new ServerUrl(presentable(host), port(first(PGProperty.PG_PORT.getOrDefault(parsed), "5432")), parsed);
	}

	private static @Nullable Properties parse(String jdbcUrl) {
		try {
			return Driver.parseURL(jdbcUrl, null);
		}
		catch (RuntimeException ex) {
			// It will fail again, and say so, when the pool connects
			return null;
		}
	}

	private static String presentable(String host) {
		// Credentials before the host are none for the driver, but a part of the name
		return host.substring(host.lastIndexOf('@') + 1).replaceAll("[^\\p{L}\\p{N}._:%\\[\\]-]", "?");
	}

	private static String first(@Nullable String list, String defaultValue) {
		return StringUtils.hasText(list) ? list.split(",")[0] : defaultValue;
	}

	private static int port(String text) {
		return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 5432;
	}

	/**
	 * Return whether a pool has a URL that only libpq understands, or that the driver
	 * cannot read. HikariCP would show it, password included, in the error that it ends
	 * in.
	 * @param config the configuration of the pool
	 * @return whether it cannot be used with JDBC
	 */
	static boolean isUnusable(HikariConfig config) {
		String url = config.getJdbcUrl();
		if (url == null) {
			return false;
		}
		boolean ofDriver = config.getDriverClassName() == null
				|| config.getDriverClassName().equals(Driver.class.getName());
		return url.strip().matches("(?is)(jdbc:postgres|postgres(ql)?)://.*")
				|| (ofDriver && url.startsWith(JDBC_PREFIX) && parse(url) == null);
	}

	boolean leadsToPgBouncer() {
		return "true".equalsIgnoreCase(this.parameters.getProperty("pgbouncer"));
	}

	/**
	 * Return the address, without what else is in the URL.
	 * @param endpoint what answers there
	 * @return where it leads to
	 */
	Destination to(Endpoint endpoint) {
		return new Destination(this.host, this.port, endpoint);
	}

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
