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

package io.github.pgsteady.health;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the health of databases.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.health")
public class HealthProperties {

	/**
	 * Whether the health contributor 'db' goes by what the pools have seen, in place of
	 * Spring Boot's, which asks the database each time.
	 */
	private boolean enabled = true;

	/**
	 * How long a request for the health waits for the database at most.
	 */
	private Duration timeout = Duration.ofSeconds(1);

	/**
	 * How old the last answer on any connection may be for the database to be taken as
	 * well without asking it; 0 to ask it each time. A database that may sleep is not
	 * asked on account of that.
	 */
	private Duration maxAge = Duration.ofSeconds(10);

	/**
	 * Query that shows that the tables of the application answer, too. It is sent when
	 * its last answer is older than 'max-age'.
	 */
	private @Nullable String query;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

	public @Nullable String getQuery() {
		return this.query;
	}

	public void setQuery(@Nullable String query) {
		this.query = query;
	}

}
