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

package io.github.pgsteady.endpoint;

import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

import io.github.pgsteady.url.UrlRedaction;

/**
 * {@link SanitizingFunction} that hides the credentials in database URLs, also where an
 * application shows the values of its environment.
 */
class DatabaseUrlSanitizingFunction implements SanitizingFunction {

	private static final Pattern DATABASE_URL = Pattern.compile("\\bpostgres(?:ql)?(?:\\+\\w+)?:",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern CREDENTIALS = Pattern.compile("@|password", Pattern.CASE_INSENSITIVE);

	private static final Set<String> SECRETS = Set.of("PGPASSWORD", "JDBC_DATABASE_PASSWORD", "POSTGRES_PASSWORD");

	private final Set<String> variables;

	/**
	 * Create a function.
	 * @param variables the names of variables that hold a database URL, whatever it looks
	 * like
	 */
	DatabaseUrlSanitizingFunction(Set<String> variables) {
		this.variables = variables;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		if (SECRETS.contains(data.getKey()) || isPasswordOfDataSource(data.getLowerCaseKey())) {
			return data.withSanitizedValue();
		}
		String value = (data.getValue() != null) ? data.getValue().toString() : "";
		if (this.variables.contains(data.getKey()) || isUrlWithCredentials(value)) {
			return data.withValue(UrlRedaction.redact(value));
		}
		return data;
	}

	private boolean isPasswordOfDataSource(String key) {
		// The pool holds the password that was taken out of the URL
		return key.endsWith("password") && (key.contains("datasource") || key.contains("hikari"));
	}

	private boolean isUrlWithCredentials(String value) {
		return DATABASE_URL.matcher(value).find() && CREDENTIALS.matcher(value).find();
	}

}
