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

	/**
	 * How long a statement may go without an answer before its connection is given up,
	 * unless it has a longer timeout of its own; 0 for as long as it takes. Does not
	 * apply to the start of the application (migrations), nor to LISTEN and COPY through
	 * the driver's own interfaces, nor where the driver's 'socketTimeout' is set.
	 */
	private Duration statementTimeout = Duration.ofMinutes(5);

	/**
	 * How long COMMIT and ROLLBACK may go without an answer before the connection is
	 * given up; 0 for as long as it takes.
	 */
	private Duration commitTimeout = Duration.ofSeconds(15);

	/**
	 * How long a connection may be idle before it is validated when a transaction or a
	 * write begins on it.
	 */
	private Duration validateAfter = Duration.ofSeconds(2);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getStatementTimeout() {
		return this.statementTimeout;
	}

	public void setStatementTimeout(Duration statementTimeout) {
		this.statementTimeout = statementTimeout;
	}

	public Duration getCommitTimeout() {
		return this.commitTimeout;
	}

	public void setCommitTimeout(Duration commitTimeout) {
		this.commitTimeout = commitTimeout;
	}

	public Duration getValidateAfter() {
		return this.validateAfter;
	}

	public void setValidateAfter(Duration validateAfter) {
		this.validateAfter = validateAfter;
	}

}
