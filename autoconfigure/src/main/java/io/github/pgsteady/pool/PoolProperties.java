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

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings for the tuning of pools.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.pool")
public class PoolProperties {

	/**
	 * Whether pools are tuned for their provider.
	 */
	private boolean enabled = true;

	/**
	 * Whether the pools give back idle connections at once, as is good for development
	 * and tests. By default if DevTools or Spring Boot's test support are there.
	 */
	private @Nullable Boolean development;

	/**
	 * For how long all connections may be in use, while somebody waits for one, without
	 * any being given back and without an answer, before the pool is taken for wedged.
	 * Longer than any time limit of statements.
	 */
	private Duration wedgedAfter = Duration.ofMinutes(6);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Boolean getDevelopment() {
		return this.development;
	}

	public void setDevelopment(@Nullable Boolean development) {
		this.development = development;
	}

	public Duration getWedgedAfter() {
		return this.wedgedAfter;
	}

	public void setWedgedAfter(Duration wedgedAfter) {
		this.wedgedAfter = wedgedAfter;
	}

}
