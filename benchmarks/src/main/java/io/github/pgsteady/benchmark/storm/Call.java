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

package io.github.pgsteady.benchmark.storm;

/**
 * A call of a user, and what the user was told.
 *
 * @param key the business key of what was to be stored
 * @param begun when it began, by {@link System#nanoTime()}
 * @param ended when it ended
 * @param ending how it ended
 */
record Call(String key, long begun, long ended, Ending ending) {

	boolean isAcknowledged() {
		return this.ending == Ending.SUCCEEDED;
	}

	/**
	 * Return whether the user must believe that nothing was stored.
	 * @return whether it failed, and did not say that it may have stored something
	 */
	boolean isDenied() {
		return this.ending == Ending.FAILED;
	}

	boolean isUnknown() {
		return this.ending == Ending.UNKNOWN;
	}

	/**
	 * How a call ended.
	 */
	enum Ending {

		/**
		 * The user was told that it is stored.
		 */
		SUCCEEDED,

		/**
		 * The user got an exception.
		 */
		FAILED,

		/**
		 * The user got an exception that says that nobody knows whether it is stored.
		 */
		UNKNOWN

	}

}
