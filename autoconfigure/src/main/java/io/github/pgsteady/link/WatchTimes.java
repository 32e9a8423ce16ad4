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

/**
 * The times of a watch.
 *
 * @param suspectAfter how long an answer may stay away before the server is asked
 * @param recoveryWindow how long the provider may take to bring the database back
 */
record WatchTimes(Duration suspectAfter, Duration recoveryWindow) {

	private static final Duration LONGEST_PERIOD = Duration.ofMillis(250);

	private static final Duration LONGEST_CONFIRMATION = Duration.ofMillis(500);

	Duration period() {
		return shorter(this.suspectAfter.dividedBy(8), LONGEST_PERIOD);
	}

	Duration confirmation() {
		return shorter(this.suspectAfter.dividedBy(4), LONGEST_CONFIRMATION);
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
