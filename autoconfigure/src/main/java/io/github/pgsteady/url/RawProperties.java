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

import java.util.HashSet;
import java.util.Set;
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
import org.springframework.util.PlaceholderResolutionException;
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
		return variable(name, new HashSet<>());
	}

	private @Nullable String variable(String name, Set<String> visited) {
		if (!visited.add(name)) {
			// A variable that refers to itself has no value
			return null;
		}
		if (this.environment instanceof ConfigurableEnvironment configurable) {
			for (PropertySource<?> source : configurable.getPropertySources()) {
				Object value = ConfigurationPropertySources.isAttachedConfigurationPropertySource(source) ? null
						: source.getProperty(name);
				if (value != null) {
					return textOrNull(resolve(value.toString(), isRaw(source), visited));
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
				ConfigurationPropertySource origin = property.getSource();
				boolean raw = origin != null && isRaw(origin.getUnderlyingSource());
				return textOrNull(resolve(property.getValue().toString(), raw, new HashSet<>()));
			}
		}
		return null;
	}

	private static boolean isRaw(@Nullable Object source) {
		return source instanceof SystemEnvironmentPropertySource;
	}

	private String resolve(String text, boolean raw, Set<String> visited) {
		Matcher reference = REFERENCE.matcher(text.trim());
		String value = reference.matches() ? variable(reference.group(1), visited) : null;
		if (value == null && reference.matches()) {
			value = reference.group(2);
		}
		if (value != null) {
			return value;
		}
		return raw ? text : resolvePlaceholders(text);
	}

	private String resolvePlaceholders(String text) {
		try {
			return this.environment.resolvePlaceholders(text);
		}
		catch (PlaceholderResolutionException ex) {
			// Placeholders in a circle; the message would show the text
			return text;
		}
	}

	private @Nullable String textOrNull(String text) {
		return StringUtils.hasText(text) ? text : null;
	}

}
