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

package io.github.pgsteady.health;

import java.util.Locale;

/**
 * How the database behind a pool is, seen from the application.
 */
enum DatabaseState {

	/**
	 * No connection is in use.
	 */
	QUIET(true),

	/**
	 * Connections are in use.
	 */
	BUSY(true),

	/**
	 * The database may sleep, and nobody has a connection to it: it is not asked, since
	 * that would wake it.
	 */
	SLEEPING(true),

	/**
	 * All connections are in use, and somebody waits for one. To take such an application
	 * out of service would only move its load to the next one.
	 */
	SATURATED(true),

	/**
	 * Answers have stayed away, and nobody knows why yet.
	 */
	STALLED(true),

	/**
	 * No connection can be made, or nobody answers on it.
	 */
	UNREACHABLE(false),

	/**
	 * No connection can be made until somebody changes something.
	 */
	REFUSED(false),

	/**
	 * The query of the application's own failed, or was not answered in time.
	 */
	CHECK_FAILED(false),

	/**
	 * All connections are in use, and none comes back.
	 */
	WEDGED(false),

	/**
	 * The pool has been closed.
	 */
	CLOSED(false);

	private final boolean up;

	DatabaseState(boolean up) {
		this.up = up;
	}

	boolean isUp() {
		return this.up;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
