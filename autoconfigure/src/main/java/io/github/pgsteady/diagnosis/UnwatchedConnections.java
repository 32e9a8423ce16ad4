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

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.pool.TunedPool;

/**
 * Finds pools whose connections nobody can ask the server about when they go silent.
 */
final class UnwatchedConnections implements SinglePoolCheck {

	@Override
	public @Nullable Finding check(TunedPool pool) {
		if (!(pool.getConfig().getDataSource() instanceof PatientDataSource connections) || connections.isWatched()) {
			return null;
		}
		return new Finding("connections-not-watched", Severity.INFO, pool.getName(),
				"The server cannot be asked about a connection that has gone silent",
				"Such a connection is only found by its time limit, since a pooler shares or hides the sessions, or the "
						+ "sockets are made by a 'socketFactory' of your own",
				List.of(pool.getEndpoint().toString()),
				"Use the direct endpoint, or set 'pgsteady.connection.statement-timeout' to little more than the longest "
						+ "statement takes");
	}

}
