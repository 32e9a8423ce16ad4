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

package io.github.pgsteady.diagnosis;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

import io.github.pgsteady.pool.UnusableUrlException;

/**
 * Tells what to write in place of a URL that libpq understands, and JDBC does not. Shows
 * nothing of the URL: HikariCP's message has the password in it.
 */
class UnusableUrlFailureAnalyzer implements FailureAnalyzer {

	private static final String SPRING_BOOT = "'url' must start with \"jdbc\"";

	private static final String HIKARI = "claims to not accept jdbcUrl";

	private static final String DESCRIPTION = "%s has a URL that JDBC cannot use. The URLs that platforms hand out "
			+ "(postgres://user:password@host/database) are for libpq, and a driver takes their credentials for a "
			+ "part of the host.";

	private static final String ACTION = "Leave the URL in the variable 'DATABASE_URL', or in 'spring.datasource.url', "
			+ "where pgsteady makes a JDBC URL of it (unless 'pgsteady.url.enabled' is false). For a DataSource of your "
			+ "own, write jdbc:postgresql://host:5432/database, with user and password in properties of their own.";

	private final Environment environment;

	UnusableUrlFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		return ConnectFailureAnalyzer.isEnabled(this.environment) ? analyzeUrl(failure) : null;
	}

	private static @Nullable FailureAnalysis analyzeUrl(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnusableUrlException exception) {
				return new FailureAnalysis(
						DESCRIPTION.formatted("DataSource '%s'".formatted(exception.getDataSource())), ACTION,
						exception);
			}
			if (isOfOthers(cause)) {
				return new FailureAnalysis(DESCRIPTION.formatted("A DataSource"), ACTION, withoutMessage(cause));
			}
		}
		return null;
	}

	private static Throwable withoutMessage(Throwable cause) {
		return new IllegalStateException(
				"%s, whose message is not shown since it has the URL in it".formatted(cause.getClass().getName()));
	}

	private static boolean isOfOthers(Throwable exception) {
		String message = exception.getMessage();
		return message != null && (message.equals(SPRING_BOOT)
				|| (message.startsWith("Driver ") && message.contains(HIKARI) && message.contains("postgres")));
	}

}
