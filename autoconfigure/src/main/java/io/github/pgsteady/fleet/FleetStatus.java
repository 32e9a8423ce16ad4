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

package io.github.pgsteady.fleet;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is known of all that share the connections of a server with one pool.
 *
 * @param mode what is done about it
 * @param seen whether the server was asked who holds connections; if not, the share
 * follows from what the application says
 * @param pending whether it will be asked as soon as the pool has a connection
 * @param reason why the server was not asked, or how the size is found
 * @param limit how many connections there may be at the same time, or {@code null} if
 * nobody knows
 * @param used how many there were, or {@code null} if nobody has looked
 * @param instances how many pools share them, this one included, or {@code null} if
 * nobody knows
 * @param wanted how many connections all of them may open, with those that others hold,
 * or {@code null} if nobody knows
 * @param share how many this pool should have at most, or {@code null} if nobody knows
 * @param enough whether there are at least two for each
 * @param age how old this is, or {@code null} if it does not get old
 * @since 0.1.0
 */
public record FleetStatus(FleetMode mode, boolean seen, boolean pending, String reason, @Nullable Integer limit,
		@Nullable Integer used, @Nullable Integer instances, @Nullable Integer wanted, @Nullable Integer share,
		boolean enough, @Nullable Duration age) {

	/**
	 * Return whether the others cannot be seen, and never will be.
	 * @return whether that is known; not before the server has been asked
	 */
	public boolean isBlind() {
		return !this.seen && !this.pending;
	}

	/**
	 * Return whether all of them may open more connections than there are.
	 * @return whether they may, as far as is known
	 */
	public boolean isAboveLimit() {
		return this.wanted != null && this.limit != null && this.wanted > this.limit;
	}

}
