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

package io.github.pgsteady.link;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the search for connections that have gone silent.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pgsteady.stall")
public class StallProperties {

	/**
	 * Whether the server is asked, on another connection, what it is doing when an answer
	 * stays away, and a connection is given up on which none will come.
	 */
	private boolean enabled = true;

	/**
	 * How long an answer may stay away before the server is asked.
	 */
	private Duration suspectAfter = Duration.ofSeconds(2);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getSuspectAfter() {
		return this.suspectAfter;
	}

	public void setSuspectAfter(Duration suspectAfter) {
		this.suspectAfter = suspectAfter;
	}

}
