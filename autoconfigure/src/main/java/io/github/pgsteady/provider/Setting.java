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

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A setting of the connection pool, of the driver or of retries that a provider profile
 * may have a value for.
 *
 * @since 0.1.0
 */
public enum Setting {

	/**
	 * Most connections that the pool opens, an {@code Integer} of at least 1.
	 */
	MAXIMUM_POOL_SIZE("maximum-pool-size", Integer.class, SettingProperties::getMaximumPoolSize),

	/**
	 * Idle connections that the pool keeps, an {@code Integer} of at least 0.
	 */
	MINIMUM_IDLE("minimum-idle", Integer.class, SettingProperties::getMinimumIdle),

	/**
	 * How long a connection beyond the minimum may be idle, a {@code Duration} of at
	 * least 10 seconds, or zero for no limit.
	 */
	IDLE_TIMEOUT("idle-timeout", Duration.class, SettingProperties::getIdleTimeout),

	/**
	 * How old a connection may become, a {@code Duration} of at least 30 seconds, or zero
	 * for no limit.
	 */
	MAX_LIFETIME("max-lifetime", Duration.class, SettingProperties::getMaxLifetime),

	/**
	 * How often the pool asks an idle connection whether it is alive, a {@code Duration}
	 * of at least 30 seconds, or zero for never.
	 */
	KEEPALIVE_TIME("keepalive-time", Duration.class, SettingProperties::getKeepaliveTime),

	/**
	 * How long a caller waits for a connection, a {@code Duration} of at least 250
	 * milliseconds.
	 */
	CONNECTION_TIMEOUT("connection-timeout", Duration.class, SettingProperties::getConnectionTimeout),

	/**
	 * How long the test of a connection may take, a {@code Duration} of at least 250
	 * milliseconds.
	 */
	VALIDATION_TIMEOUT("validation-timeout", Duration.class, SettingProperties::getValidationTimeout),

	/**
	 * How long the driver tries to open a TCP connection and to set up TLS, a
	 * {@code Duration} of whole seconds.
	 */
	CONNECT_TIMEOUT("connect-timeout", Duration.class, SettingProperties::getConnectTimeout),

	/**
	 * How long a whole connection attempt may take, login included, a {@code Duration} of
	 * whole seconds.
	 */
	LOGIN_TIMEOUT("login-timeout", Duration.class, SettingProperties::getLoginTimeout),

	/**
	 * Whether the operating system probes idle TCP connections, a {@code Boolean}.
	 */
	TCP_KEEP_ALIVE("tcp-keep-alive", Boolean.class, SettingProperties::getTcpKeepAlive),

	/**
	 * How long a TCP connection is idle before the first probe, a {@code Duration} of
	 * whole seconds.
	 */
	TCP_KEEP_ALIVE_IDLE("tcp-keep-alive-idle", Duration.class, SettingProperties::getTcpKeepAliveIdle),

	/**
	 * Time between two probes, a {@code Duration} of whole seconds.
	 */
	TCP_KEEP_ALIVE_INTERVAL("tcp-keep-alive-interval", Duration.class, SettingProperties::getTcpKeepAliveInterval),

	/**
	 * Unanswered probes after which a TCP connection is dead, an {@code Integer} of at
	 * least 1.
	 */
	TCP_KEEP_ALIVE_COUNT("tcp-keep-alive-count", Integer.class, SettingProperties::getTcpKeepAliveCount),

	/**
	 * Executions after which the driver prepares a statement on the server, an
	 * {@code Integer}; 0 is never.
	 */
	PREPARE_THRESHOLD("prepare-threshold", Integer.class, SettingProperties::getPrepareThreshold),

	/**
	 * What the driver demands of TLS, a {@code String} as in libpq: {@code require},
	 * {@code verify-full}.
	 */
	SSLMODE("sslmode", String.class, SettingProperties::getSslmode),

	/**
	 * How long the provider may take to bring the database back after a restart or a
	 * fail-over, a {@code Duration}: calls wait so long for a connection, all attempts
	 * together.
	 */
	RECOVERY_WINDOW("recovery-window", Duration.class, SettingProperties::getRecoveryWindow),

	/**
	 * How many connections the server, or the pooler before it, takes from all instances
	 * together, an {@code Integer} of at least 1: on the smallest plan, without what it
	 * keeps for itself. Nothing is limited by it; it is what pool sizes are compared
	 * with.
	 */
	CONNECTION_LIMIT("connection-limit", Integer.class, SettingProperties::getConnectionLimit),

	/**
	 * How long a database that may sleep is quiet before it is put to sleep, a
	 * {@code Duration}: a connection that is made after such a pause has woken it.
	 */
	SLEEPS_AFTER("sleeps-after", Duration.class, SettingProperties::getSleepsAfter),

	/**
	 * Name under which the server lists the connection, a {@code String}.
	 */
	APPLICATION_NAME("application-name", String.class, SettingProperties::getApplicationName);

	private final String id;

	private final Class<?> type;

	private final Function<SettingProperties, @Nullable Object> property;

	Setting(String id, Class<?> type, Function<SettingProperties, @Nullable Object> property) {
		this.id = id;
		this.type = type;
		this.property = property;
	}

	/**
	 * Return the name of this setting in configuration keys, such as
	 * {@code maximum-pool-size}.
	 * @return the name
	 */
	public String getId() {
		return this.id;
	}

	/**
	 * Return whether only the URL decides on this setting: which provider the user names
	 * says nothing about the TLS and the prepared statements of the server at the other
	 * end.
	 * @return whether the value follows the URL
	 */
	public boolean isDecidedByUrl() {
		return this == SSLMODE || this == PREPARE_THRESHOLD;
	}

	Class<?> getType() {
		return this.type;
	}

	@Nullable Object from(SettingProperties properties) {
		return this.property.apply(properties);
	}

	@Override
	public String toString() {
		return this.id;
	}

}
