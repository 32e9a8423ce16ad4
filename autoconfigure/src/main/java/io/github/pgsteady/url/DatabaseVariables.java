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

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import io.github.pgsteady.url.DatabaseUrl.Host;

/**
 * Variables that hold database URLs.
 *
 * @since 0.1.0
 */
public final class DatabaseVariables {

	private final RawProperties properties;

	/**
	 * Create the variables of an environment.
	 * @param environment the environment
	 */
	public DatabaseVariables(Environment environment) {
		this.properties = new RawProperties(environment);
	}

	/**
	 * Read the URL in a variable.
	 * @param variable the name of the variable
	 * @return where it leads to, or {@code null} if it holds no URL of PostgreSQL that
	 * can be read
	 */
	public @Nullable DatabaseLocation read(String variable) {
		String text = this.properties.variable(variable);
		if (text == null || DatabaseUrlParser.isForeign(text)) {
			return null;
		}
		try {
			DatabaseUrl url = new DatabaseUrlParser(variable, text).parse();
			return new DatabaseLocation(url.hosts().stream().map(Host::toString).collect(Collectors.joining(",")),
					url.database(), url.username());
		}
		catch (DatabaseUrlSyntaxException ex) {
			return null;
		}
	}

	/**
	 * Where a URL leads to, without its password.
	 *
	 * @param address host and port; several with commas between
	 * @param database the database, or {@code null} if the URL names none
	 * @param username the user, or {@code null} if the URL names none
	 * @since 0.1.0
	 */
	public record DatabaseLocation(String address, @Nullable String database, @Nullable String username) {

	}

}
