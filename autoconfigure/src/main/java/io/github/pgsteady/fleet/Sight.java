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

import org.jspecify.annotations.Nullable;

/**
 * Whether the others can be seen on the server, and why not. Instances are for one thread
 * at a time.
 */
final class Sight {

	// The application may give the sessions names of its own for a while
	private static final int MAXIMUM_UNMARKED = 3;

	// The server may be busy for a while, or not be what it seems to be
	private static final int MAXIMUM_FAILED = 10;

	private @Nullable String blindness;

	private boolean shown;

	private int unmarked;

	private int failed;

	/**
	 * Create a new instance.
	 * @param blindness why the others cannot be seen, or {@code null} if that has to be
	 * found out
	 */
	Sight(@Nullable String blindness) {
		this.blindness = blindness;
	}

	/**
	 * Return why the others cannot be seen.
	 * @return why, or {@code null} as far as they can
	 */
	@Nullable String getBlindness() {
		return this.blindness;
	}

	boolean isBlind() {
		return this.blindness != null;
	}

	/**
	 * Return whether the server has ever shown the sessions of this pool.
	 * @return whether it has
	 */
	boolean isShown() {
		return this.shown;
	}

	/**
	 * The server has shown the sessions, those of this pool among them.
	 */
	void saw() {
		this.unmarked = 0;
		this.failed = 0;
		this.shown = true;
		this.blindness = null;
	}

	/**
	 * The server has shown sessions, but none of this pool.
	 */
	void missed() {
		this.unmarked++;
		if (this.unmarked >= MAXIMUM_UNMARKED) {
			turnBlind("Sessions of this pool have another 'application_name' than pgsteady has given them");
		}
	}

	/**
	 * The server could not be asked, or has objected.
	 * @param sqlState what it said
	 */
	void failed(@Nullable String sqlState) {
		if (sqlState == null || sqlState.matches("(08|53|57P).*")) {
			// That is no answer
			return;
		}
		this.failed++;
		if (sqlState.startsWith("42")) {
			turnBlind("The role may not see who holds connections (%s)".formatted(sqlState));
		}
		else if (this.failed >= MAXIMUM_FAILED) {
			turnBlind("The server does not tell who holds connections (%s)".formatted(sqlState));
		}
	}

	void turnBlind(String reason) {
		this.blindness = reason;
	}

}
