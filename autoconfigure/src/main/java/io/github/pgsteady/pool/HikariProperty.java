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
import java.util.function.BiConsumer;
import java.util.function.Function;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.provider.Setting;

/**
 * A setting that is a property of {@link HikariConfig}, with the value it has when nobody
 * set it.
 */
enum HikariProperty {

	MAXIMUM_POOL_SIZE(Setting.MAXIMUM_POOL_SIZE, HikariConfig::getMaximumPoolSize, HikariConfig::setMaximumPoolSize, 10,
			10),

	MINIMUM_IDLE(Setting.MINIMUM_IDLE, HikariConfig::getMinimumIdle, HikariConfig::setMinimumIdle, -1, null),

	IDLE_TIMEOUT(Setting.IDLE_TIMEOUT, HikariConfig::getIdleTimeout, HikariConfig::setIdleTimeout,
			Duration.ofMinutes(10)),

	MAX_LIFETIME(Setting.MAX_LIFETIME, HikariConfig::getMaxLifetime, HikariConfig::setMaxLifetime,
			Duration.ofMinutes(30)),

	KEEPALIVE_TIME(Setting.KEEPALIVE_TIME, HikariConfig::getKeepaliveTime, HikariConfig::setKeepaliveTime,
			Duration.ofMinutes(2)),

	CONNECTION_TIMEOUT(Setting.CONNECTION_TIMEOUT, HikariConfig::getConnectionTimeout,
			HikariConfig::setConnectionTimeout, Duration.ofSeconds(30)),

	VALIDATION_TIMEOUT(Setting.VALIDATION_TIMEOUT, HikariConfig::getValidationTimeout,
			HikariConfig::setValidationTimeout, Duration.ofSeconds(5));

	private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

	private final Setting setting;

	private final Function<HikariConfig, Object> getter;

	private final BiConsumer<HikariConfig, Object> setter;

	private final Object untouched;

	private final @Nullable Object defaultValue;

	HikariProperty(Setting setting, Function<HikariConfig, Integer> getter, BiConsumer<HikariConfig, Integer> setter,
			int untouched, @Nullable Integer defaultValue) {
		this.setting = setting;
		this.getter = getter::apply;
		this.setter = (config, value) -> setter.accept(config, (Integer) value);
		this.untouched = untouched;
		this.defaultValue = defaultValue;
	}

	HikariProperty(Setting setting, Function<HikariConfig, Long> getter, BiConsumer<HikariConfig, Long> setter,
			Duration defaultValue) {
		this.setting = setting;
		this.getter = (config) -> Duration.ofMillis(getter.apply(config));
		this.setter = (config, value) -> setter.accept(config, milliseconds((Duration) value));
		this.untouched = defaultValue;
		this.defaultValue = defaultValue;
	}

	static @Nullable HikariProperty of(Setting setting) {
		for (HikariProperty property : values()) {
			if (property.setting == setting) {
				return property;
			}
		}
		return null;
	}

	Setting getSetting() {
		return this.setting;
	}

	/**
	 * Return the value that HikariCP uses when nobody set one.
	 * @return the value, or {@code null} if it depends on another setting
	 */
	@Nullable Object getDefaultValue() {
		return this.defaultValue;
	}

	Object get(HikariConfig config) {
		return this.getter.apply(config);
	}

	private static long milliseconds(Duration duration) {
		return (duration.compareTo(LONGEST) < 0) ? duration.toMillis() : Long.MAX_VALUE;
	}

	boolean isTouched(HikariConfig config) {
		return !this.untouched.equals(get(config));
	}

	void set(HikariConfig config, Object value) {
		this.setter.accept(config, value);
	}

}
