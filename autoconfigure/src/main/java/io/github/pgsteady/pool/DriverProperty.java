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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.provider.Setting;

/**
 * A setting that is a connection property of the PostgreSQL driver.
 */
enum DriverProperty {

	CONNECT_TIMEOUT(Setting.CONNECT_TIMEOUT, "connectTimeout"),

	LOGIN_TIMEOUT(Setting.LOGIN_TIMEOUT, "loginTimeout"),

	TCP_KEEP_ALIVE(Setting.TCP_KEEP_ALIVE, "tcpKeepAlive"),

	PREPARE_THRESHOLD(Setting.PREPARE_THRESHOLD, "prepareThreshold"),

	SSLMODE(Setting.SSLMODE, "sslmode"),

	APPLICATION_NAME(Setting.APPLICATION_NAME, "ApplicationName");

	private final Setting setting;

	private final String propertyName;

	DriverProperty(Setting setting, String propertyName) {
		this.setting = setting;
		this.propertyName = propertyName;
	}

	static @Nullable DriverProperty of(Setting setting) {
		for (DriverProperty property : values()) {
			if (property.setting == setting) {
				return property;
			}
		}
		return null;
	}

	Setting getSetting() {
		return this.setting;
	}

	String getPropertyName() {
		return this.propertyName;
	}

	/**
	 * Return a value as the driver reads it: its times are in seconds.
	 * @param value the value
	 * @return the text
	 */
	String format(Object value) {
		return (value instanceof Duration duration) ? Long.toString(duration.toSeconds()) : value.toString();
	}

}
