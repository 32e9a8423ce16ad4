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

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings for the conversion of database URLs.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.url")
public class UrlProperties {

	/**
	 * Whether database URLs from the environment are used. By default they are, except in
	 * tests, and except where an embedded database is there and no platform is.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Comma-separated list of further environment variables that may hold a database URL.
	 * They come before the known ones, in this order.
	 */
	private Set<String> variables = new LinkedHashSet<>();

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public Set<String> getVariables() {
		return this.variables;
	}

	public void setVariables(Set<String> variables) {
		this.variables = variables;
	}

}
