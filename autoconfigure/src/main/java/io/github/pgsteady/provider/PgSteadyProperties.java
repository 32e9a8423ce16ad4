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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which provider is behind a DataSource, and what the user says of providers.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady")
public class PgSteadyProperties {

	/**
	 * Name of the provider whose pool settings are used. By default it is found out: an
	 * active Spring profile of that name, the host in the URL, the platform's environment
	 * variables.
	 */
	private @Nullable String provider;

	/**
	 * Whether the database, or the application, is put to sleep while it is quiet. By
	 * default as the provider's profile says.
	 */
	private @Nullable Boolean maySleep;

	/**
	 * Settings of single DataSource beans, by bean name.
	 */
	private Map<String, DataSourceOptions> dataSources = new LinkedHashMap<>();

	/**
	 * Values that differ from the built-in profiles, and providers of your own, by name.
	 */
	private Map<String, ProviderProperties> providers = new LinkedHashMap<>();

	public @Nullable String getProvider() {
		return this.provider;
	}

	public void setProvider(@Nullable String provider) {
		this.provider = provider;
	}

	public @Nullable Boolean getMaySleep() {
		return this.maySleep;
	}

	public void setMaySleep(@Nullable Boolean maySleep) {
		this.maySleep = maySleep;
	}

	public Map<String, DataSourceOptions> getDataSources() {
		return this.dataSources;
	}

	public void setDataSources(Map<String, DataSourceOptions> dataSources) {
		this.dataSources = dataSources;
	}

	public Map<String, ProviderProperties> getProviders() {
		// The catalog binds them once more, and refuses keys that do not exist
		return this.providers;
	}

	public void setProviders(Map<String, ProviderProperties> providers) {
		this.providers = providers;
	}

	/**
	 * Return the settings of a DataSource bean. Environment variables cannot tell capital
	 * letters and hyphens, so that only letters and digits count in the name.
	 * @param dataSourceName the name of the bean
	 * @return its settings, or the defaults if nothing is said of it
	 */
	public DataSourceOptions getOptions(String dataSourceName) {
		DataSourceOptions exact = this.dataSources.get(dataSourceName);
		if (exact != null) {
			return exact;
		}
		String wanted = lettersAndDigits(dataSourceName);
		return this.dataSources.entrySet()
			.stream()
			.filter((entry) -> lettersAndDigits(entry.getKey()).equals(wanted))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElseGet(DataSourceOptions::new);
	}

	private static String lettersAndDigits(String name) {
		return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * What the user says of one DataSource bean.
	 */
	public static class DataSourceOptions {

		/**
		 * Whether this DataSource is tuned.
		 */
		private boolean enabled = true;

		/**
		 * Name of the provider whose pool settings this DataSource gets.
		 */
		private @Nullable String provider;

		/**
		 * Whether this database, or the application, is put to sleep while it is quiet.
		 */
		private @Nullable Boolean maySleep;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getProvider() {
			return this.provider;
		}

		public void setProvider(@Nullable String provider) {
			this.provider = provider;
		}

		public @Nullable Boolean getMaySleep() {
			return this.maySleep;
		}

		public void setMaySleep(@Nullable Boolean maySleep) {
			this.maySleep = maySleep;
		}

	}

}
