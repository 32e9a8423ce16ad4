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

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of how connections are made.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.connection")
public class ConnectionProperties {

	/**
	 * Whether pgsteady makes the connections of the pools: waits for a database that is
	 * not there yet, tries again in short steps, and does not repeat what is refused.
	 */
	private boolean enabled = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

}
