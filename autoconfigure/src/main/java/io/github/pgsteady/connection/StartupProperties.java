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

package io.github.pgsteady.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the start of an application.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.startup")
public class StartupProperties {

	/**
	 * Time that the first connection waits for a database that is starting, waking or
	 * full; 0 for not at all. By default 60 s, and 5 s on loopback and in development and
	 * tests.
	 */
	private @Nullable Duration wait;

	public @Nullable Duration getWait() {
		return this.wait;
	}

	public void setWait(@Nullable Duration wait) {
		this.wait = wait;
	}

}
