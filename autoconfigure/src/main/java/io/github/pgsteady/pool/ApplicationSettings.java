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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

import io.github.pgsteady.provider.Setting;

/**
 * What the application itself set on a pool, and where: these values stay as they are.
 */
class ApplicationSettings {

	/**
	 * Each of these says what the driver has to demand of TLS.
	 */
	private static final List<String> TLS_PARAMETERS = List.of("sslmode", "ssl", "sslfactory");

	private final Map<Setting, PlannedSetting> settings = new EnumMap<>(Setting.class);

	private final HikariConfig config;

	private final Properties parameters;

	private final @Nullable String prefix;

	private final Iterable<ConfigurationPropertySource> sources;

	/**
	 * Look at a pool.
	 * @param config the configuration of the pool, after binding
	 * @param url where it connects to
	 * @param prefix the prefix of the properties that it was bound from, if it was
	 * @param environment the environment with these properties
	 */
	ApplicationSettings(HikariConfig config, ServerUrl url, @Nullable String prefix, Environment environment) {
		this.config = config;
		this.parameters = url.parameters();
		this.prefix = prefix;
		this.sources = ConfigurationPropertySources.get(environment);
		for (HikariProperty property : HikariProperty.values()) {
			add(property);
		}
		for (DriverProperty property : DriverProperty.values()) {
			add(property);
		}
		addKeepAlive();
		if (config.getDataSourceClassName() != null) {
			this.settings.put(Setting.LOGIN_TIMEOUT, new PlannedSetting(Setting.LOGIN_TIMEOUT, null,
					SettingOrigin.DEFAULT, "HikariCP sets it to connection-timeout, and here the driver obeys"));
		}
	}

	Map<Setting, PlannedSetting> asMap() {
		return this.settings;
	}

	private void add(HikariProperty property) {
		ConfigurationProperty bound = bound(property.getSetting());
		if (bound != null) {
			add(property.getSetting(), property.get(this.config), "'%s'%s".formatted(bound.getName(), origin(bound)));
		}
		else if (property.isTouched(this.config)) {
			add(property.getSetting(), property.get(this.config), "in code");
		}
		else {
			addFromUrl(property);
		}
	}

	private void addFromUrl(HikariProperty property) {
		// Other clients have parameters for the pool in the URL; the driver ignores them
		if (property == HikariProperty.MAXIMUM_POOL_SIZE) {
			Integer limit = positive("connection_limit");
			if (limit != null) {
				add(property.getSetting(), limit, "'connection_limit' in the URL");
			}
		}
		else if (property == HikariProperty.CONNECTION_TIMEOUT) {
			Integer seconds = positive("pool_timeout");
			if (seconds != null) {
				add(property.getSetting(), Duration.ofSeconds(seconds), "'pool_timeout' in the URL");
			}
		}
	}

	private @Nullable Integer positive(String parameter) {
		String text = this.parameters.getProperty(parameter, "");
		return text.matches("[1-9]\\d{0,5}") ? Integer.valueOf(text) : null;
	}

	private void add(DriverProperty property) {
		List<String> names = (property == DriverProperty.SSLMODE) ? TLS_PARAMETERS
				: List.of(property.getPropertyName());
		for (String name : names) {
			String value = this.parameters.getProperty(name);
			String where = "'" + name + "' in the URL";
			if (value == null) {
				value = dataSourceProperty(name);
				where = "data source property '" + name + "'";
			}
			if (value != null) {
				add(property.getSetting(), name.equals(property.getPropertyName()) ? value : name + "=" + value, where);
				return;
			}
		}
		if (property == DriverProperty.APPLICATION_NAME && option("options").contains("application_name")) {
			add(property.getSetting(), "as in options", "'options'");
		}
	}

	private void addKeepAlive() {
		String factory = option("socketFactory");
		if (!factory.isEmpty()) {
			for (Setting setting : List.of(Setting.TCP_KEEP_ALIVE_IDLE, Setting.TCP_KEEP_ALIVE_INTERVAL,
					Setting.TCP_KEEP_ALIVE_COUNT)) {
				add(setting, "as " + factory + " says", "'socketFactory'");
			}
		}
	}

	private String option(String name) {
		String value = this.parameters.getProperty(name, dataSourceProperty(name));
		return (value != null) ? value : "";
	}

	private @Nullable String dataSourceProperty(String name) {
		// The setters of the driver's data sources do not tell capital letters, its
		// parameters do
		boolean setters = this.config.getDataSourceClassName() != null;
		return this.config.getDataSourceProperties()
			.entrySet()
			.stream()
			.filter((entry) -> setters ? name.equalsIgnoreCase(entry.getKey().toString()) : name.equals(entry.getKey()))
			.map((entry) -> String.valueOf(entry.getValue()))
			.findFirst()
			.orElse(null);
	}

	private @Nullable ConfigurationProperty bound(Setting setting) {
		if (this.prefix == null) {
			return null;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(this.prefix).append(setting.getId());
		for (ConfigurationPropertySource source : this.sources) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	private String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
	}

	private void add(Setting setting, Object value, String where) {
		this.settings.put(setting,
				new PlannedSetting(setting, value, SettingOrigin.APPLICATION, "You set it: " + where));
	}

}
