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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Reads properties and variables without taking a password apart: the environment would
 * look for placeholders in it, and name the whole text in the error if one is not closed.
 */
class RawProperties {

	private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}:]+)(?::([^{}]*))?}");

	private final Environment environment;

	RawProperties(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return the value of a variable.
	 * @param name the exact name
	 * @return the value, or {@code null} if there is none or it is blank
	 */
	@Nullable String variable(String name) {
		if (this.environment instanceof ConfigurableEnvironment configurable) {
			for (PropertySource<?> source : configurable.getPropertySources()) {
				Object value = ConfigurationPropertySources.isAttachedConfigurationPropertySource(source) ? null
						: source.getProperty(name);
				if (value != null) {
					boolean raw = source instanceof SystemEnvironmentPropertySource;
					return textOrNull(raw ? value.toString() : resolve(value.toString()));
				}
			}
		}
		return null;
	}

	/**
	 * Return the value of a configuration property, in any of its spellings.
	 * @param name the canonical name
	 * @return the value, or {@code null} if there is none or it is blank
	 */
	@Nullable String property(String name) {
		ConfigurationPropertyName canonical = ConfigurationPropertyName.of(name);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(canonical);
			if (property != null) {
				String text = property.getValue().toString();
				ConfigurationPropertySource origin = property.getSource();
				boolean raw = origin != null && origin.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
				return textOrNull(raw ? text : resolve(text));
			}
		}
		return null;
	}

	private String resolve(String text) {
		Matcher reference = REFERENCE.matcher(text.trim());
		if (!reference.matches()) {
			return this.environment.resolvePlaceholders(text);
		}
		String value = variable(reference.group(1));
		if (value == null) {
			value = reference.group(2);
		}
		return (value != null) ? value : text;
	}

	private @Nullable String textOrNull(String text) {
		return StringUtils.hasText(text) ? text : null;
	}

}
