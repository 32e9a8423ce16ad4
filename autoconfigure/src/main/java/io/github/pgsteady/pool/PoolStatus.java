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

import io.github.pgsteady.failure.Failure;

/**
 * The state of a pool, and what it follows from.
 *
 * @param state the state
 * @param since for how long the pool has been in it, as far as was seen
 * @param active the number of connections in use
 * @param idle the number of connections that are not
 * @param waiting the number of threads that wait for a connection
 * @param maximum the largest number of connections
 * @param sinceAnswer how long ago the database answered, or {@code null} if it has not
 * yet
 * @param connectFailure why the last attempt to connect failed, or {@code null} if it did
 * not
 * @since 0.1.0
 */
public record PoolStatus(PoolState state, Duration since, int active, int idle, int waiting, int maximum,
		@Nullable Duration sinceAnswer, @Nullable Failure connectFailure) {

	/**
	 * Return how much of the pool is in use. The maximum may have been lowered while more
	 * were.
	 * @return the part, 0 to 1
	 */
	public double utilisation() {
		return Math.min(1.0, (double) this.active / this.maximum);
	}

}
