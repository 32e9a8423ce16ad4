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

import org.jspecify.annotations.Nullable;

/**
 * Values for the settings of pool and driver, each {@code null} where nothing was said.
 *
 * @since 0.1.0
 */
public class SettingProperties {

	/**
	 * Maximum number of connections in the pool, at least 1.
	 */
	private @Nullable Integer maximumPoolSize;

	/**
	 * Number of idle connections that the pool keeps.
	 */
	private @Nullable Integer minimumIdle;

	/**
	 * How long a connection beyond the minimum may be idle, at least 10 seconds; 0 is for
	 * ever.
	 */
	private @Nullable Duration idleTimeout;

	/**
	 * How old a connection may become, at least 30 seconds; 0 is without limit.
	 */
	private @Nullable Duration maxLifetime;

	/**
	 * How often the pool queries an idle connection to see whether it is alive, at least
	 * 30 seconds; 0 is never.
	 */
	private @Nullable Duration keepaliveTime;

	/**
	 * How long a caller waits for a connection, at least 250 milliseconds.
	 */
	private @Nullable Duration connectionTimeout;

	/**
	 * How long the test of a connection may take, at least 250 milliseconds.
	 */
	private @Nullable Duration validationTimeout;

	/**
	 * How long the driver tries to open a TCP connection and to set up TLS; whole
	 * seconds.
	 */
	private @Nullable Duration connectTimeout;

	/**
	 * How long a whole connection attempt may take, login included; whole seconds.
	 */
	private @Nullable Duration loginTimeout;

	/**
	 * Whether the operating system probes idle TCP connections.
	 */
	private @Nullable Boolean tcpKeepAlive;

	/**
	 * How long a TCP connection is idle before the first probe; whole seconds.
	 */
	private @Nullable Duration tcpKeepAliveIdle;

	/**
	 * Time between two probes of an idle TCP connection; whole seconds.
	 */
	private @Nullable Duration tcpKeepAliveInterval;

	/**
	 * Number of unanswered probes after which a TCP connection is dead.
	 */
	private @Nullable Integer tcpKeepAliveCount;

	/**
	 * Number of executions after which the driver prepares a statement on the server; 0
	 * is never.
	 */
	private @Nullable Integer prepareThreshold;

	/**
	 * What the driver demands of TLS, as in libpq; an empty value leaves it to the
	 * driver.
	 */
	private @Nullable String sslmode;

	/**
	 * How long the provider may take to bring the database back after a restart or a
	 * fail-over: calls wait so long for a connection, all attempts together.
	 */
	private @Nullable Duration recoveryWindow;

	/**
	 * How many connections the server, or the pooler before it, takes from all instances
	 * together. By default what the smallest plan takes.
	 */
	private @Nullable Integer connectionLimit;

	/**
	 * How long a database that may sleep is quiet before it is put to sleep. Changes
	 * nothing but what is measured as a wake.
	 */
	private @Nullable Duration sleepsAfter;

	/**
	 * Name under which the server lists the connections; an empty value leaves it to the
	 * driver. By default 'spring.application.name'.
	 */
	private @Nullable String applicationName;

	public @Nullable Integer getMaximumPoolSize() {
		return this.maximumPoolSize;
	}

	public void setMaximumPoolSize(@Nullable Integer maximumPoolSize) {
		this.maximumPoolSize = maximumPoolSize;
	}

	public @Nullable Integer getMinimumIdle() {
		return this.minimumIdle;
	}

	public void setMinimumIdle(@Nullable Integer minimumIdle) {
		this.minimumIdle = minimumIdle;
	}

	public @Nullable Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(@Nullable Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public @Nullable Duration getMaxLifetime() {
		return this.maxLifetime;
	}

	public void setMaxLifetime(@Nullable Duration maxLifetime) {
		this.maxLifetime = maxLifetime;
	}

	public @Nullable Duration getKeepaliveTime() {
		return this.keepaliveTime;
	}

	public void setKeepaliveTime(@Nullable Duration keepaliveTime) {
		this.keepaliveTime = keepaliveTime;
	}

	public @Nullable Duration getConnectionTimeout() {
		return this.connectionTimeout;
	}

	public void setConnectionTimeout(@Nullable Duration connectionTimeout) {
		this.connectionTimeout = connectionTimeout;
	}

	public @Nullable Duration getValidationTimeout() {
		return this.validationTimeout;
	}

	public void setValidationTimeout(@Nullable Duration validationTimeout) {
		this.validationTimeout = validationTimeout;
	}

	public @Nullable Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(@Nullable Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public @Nullable Duration getLoginTimeout() {
		return this.loginTimeout;
	}

	public void setLoginTimeout(@Nullable Duration loginTimeout) {
		this.loginTimeout = loginTimeout;
	}

	public @Nullable Boolean getTcpKeepAlive() {
		return this.tcpKeepAlive;
	}

	public void setTcpKeepAlive(@Nullable Boolean tcpKeepAlive) {
		this.tcpKeepAlive = tcpKeepAlive;
	}

	public @Nullable Duration getTcpKeepAliveIdle() {
		return this.tcpKeepAliveIdle;
	}

	public void setTcpKeepAliveIdle(@Nullable Duration tcpKeepAliveIdle) {
		this.tcpKeepAliveIdle = tcpKeepAliveIdle;
	}

	public @Nullable Duration getTcpKeepAliveInterval() {
		return this.tcpKeepAliveInterval;
	}

	public void setTcpKeepAliveInterval(@Nullable Duration tcpKeepAliveInterval) {
		this.tcpKeepAliveInterval = tcpKeepAliveInterval;
	}

	public @Nullable Integer getTcpKeepAliveCount() {
		return this.tcpKeepAliveCount;
	}

	public void setTcpKeepAliveCount(@Nullable Integer tcpKeepAliveCount) {
		this.tcpKeepAliveCount = tcpKeepAliveCount;
	}

	public @Nullable Integer getPrepareThreshold() {
		return this.prepareThreshold;
	}

	public void setPrepareThreshold(@Nullable Integer prepareThreshold) {
		this.prepareThreshold = prepareThreshold;
	}

	public @Nullable String getSslmode() {
		return this.sslmode;
	}

	public void setSslmode(@Nullable String sslmode) {
		this.sslmode = sslmode;
	}

	public @Nullable Duration getRecoveryWindow() {
		return this.recoveryWindow;
	}

	public void setRecoveryWindow(@Nullable Duration recoveryWindow) {
		this.recoveryWindow = recoveryWindow;
	}

	public @Nullable Integer getConnectionLimit() {
		return this.connectionLimit;
	}

	public void setConnectionLimit(@Nullable Integer connectionLimit) {
		this.connectionLimit = connectionLimit;
	}

	public @Nullable Duration getSleepsAfter() {
		return this.sleepsAfter;
	}

	public void setSleepsAfter(@Nullable Duration sleepsAfter) {
		this.sleepsAfter = sleepsAfter;
	}

	public @Nullable String getApplicationName() {
		return this.applicationName;
	}

	public void setApplicationName(@Nullable String applicationName) {
		this.applicationName = applicationName;
	}

}
