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

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.pool.TunedPool;

/**
 * Finds connections that would be waited on for ever when they go silent.
 */
final class NoTimeLimit implements SinglePoolCheck {

	private final Duration statementTimeout;

	/**
	 * Create the check.
	 * @param statementTimeout how long a statement may take on the connections that
	 * pgsteady makes, zero for as long as it takes
	 */
	NoTimeLimit(Duration statementTimeout) {
		this.statementTimeout = statementTimeout;
	}

	@Override
	public @Nullable Finding check(TunedPool pool) {
		String socketTimeout = Objects.requireNonNullElse(pool.getDriverParameter("socketTimeout"), "0");
		if (!socketTimeout.equals("0") || isLimited(pool)) {
			return null;
		}
		return new Finding("no-time-limit", Severity.INFO, pool.getName(),
				"Nothing ends the wait for an answer on a connection that has gone silent",
				"When the network, or the server, disappears without a word, threads wait for ever, and a pool of which all "
						+ "connections wait stays dead until the application is restarted",
				List.of("socketTimeout=" + socketTimeout),
				"Leave 'pgsteady.connection.enabled', 'pgsteady.connection.statement-timeout' and "
						+ "'pgsteady.stall.enabled' as they are by default, or set 'socketTimeout' to more seconds than the "
						+ "longest statement takes, in the URL or in 'spring.datasource.hikari.data-source-properties'");
	}

	private boolean isLimited(TunedPool pool) {
		return pool.getConfig().getDataSource() instanceof PatientDataSource connections
				&& (connections.isWatched() || !this.statementTimeout.isZero());
	}

}
