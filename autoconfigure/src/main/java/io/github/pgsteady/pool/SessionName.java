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

import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.postgresql.PGProperty;

/**
 * The name that the sessions of a pool have on the server: that of the application, and
 * what is added to it. Only the driver gets to see it; the application's own settings
 * stay as they are.
 */
final class SessionName {

	private static final String PROPERTY = PGProperty.APPLICATION_NAME.getName();

	private static final Pattern IN_URL = Pattern.compile("(?<=[?&])" + PROPERTY + "=[^&]*&?");

	private final UnaryOperator<String> addition;

	SessionName(UnaryOperator<String> addition) {
		this.addition = addition;
	}

	/**
	 * Return a URL without the name: it would win over the properties.
	 * @param jdbcUrl the URL
	 * @return the same without it
	 */
	String withoutName(String jdbcUrl) {
		return IN_URL.matcher(jdbcUrl).replaceAll("");
	}

	/**
	 * Return properties with the name.
	 * @param properties the properties
	 * @param parameters those of the URL
	 * @return the same with the name
	 */
	Properties withName(Properties properties, Properties parameters) {
		Properties named = new Properties();
		named.putAll(properties);
		String name = parameters.getProperty(PROPERTY);
		String fallback = named.getOrDefault(PROPERTY, PGProperty.APPLICATION_NAME.getDefaultValue()).toString();
		named.put(PROPERTY, this.addition.apply((name != null) ? name : fallback));
		return named;
	}

}
