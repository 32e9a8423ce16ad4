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

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.provider.ProviderDetector;

/**
 * Connections that are not those of a pool, made with the same patience.
 *
 * @since 0.1.0
 */
public final class OutsideConnections {

	private final HikariConnections connections;

	private final ProviderDetector detector;

	OutsideConnections(HikariConnections connections, ProviderDetector detector) {
		this.connections = connections;
		this.detector = detector;
	}

	/**
	 * Return where a pool leads to.
	 * @param pool the pool
	 * @return where, or {@code null} if it does not lead to PostgreSQL
	 */
	public @Nullable Destination destination(HikariDataSource pool) {
		return destination(ServerUrl.of(pool));
	}

	/**
	 * Return where a URL leads to.
	 * @param jdbcUrl the URL
	 * @return where, or {@code null} if it does not lead to PostgreSQL
	 */
	public @Nullable Destination destination(String jdbcUrl) {
		return destination(ServerUrl.of(jdbcUrl));
	}

	/**
	 * Put patience before a DataSource that is no pool.
	 * @param dataSource the DataSource
	 * @param name what to call it in the log
	 * @param jdbcUrl its URL
	 * @return what to use in its place; itself if it does not lead to PostgreSQL
	 */
	public DataSource before(DataSource dataSource, String name, @Nullable String jdbcUrl) {
		Destination destination = (jdbcUrl != null) ? destination(jdbcUrl) : null;
		return (destination != null) ? this.connections.before(dataSource, name, destination) : dataSource;
	}

	/**
	 * Connect to another place as a pool does: with its credentials and parameters.
	 * @param pool the pool
	 * @param name what to call it in the log
	 * @param jdbcUrl where to connect to
	 * @return the connections; each is opened when it is asked for
	 */
	public DataSource like(HikariDataSource pool, String name, String jdbcUrl) {
		Destination destination = destination(jdbcUrl);
		if (destination == null) {
			throw new IllegalArgumentException("Not a URL of PostgreSQL");
		}
		return this.connections.outside(pool, name, jdbcUrl, destination);
	}

	// Which DataSource it is decides on settings, not on the endpoint
	private @Nullable Destination destination(@Nullable ServerUrl url) {
		return (url != null)
				? url.to(this.detector.detect("", url.host(), url.port(), url.leadsToPgBouncer()).getEndpoint()) : null;
	}

}
