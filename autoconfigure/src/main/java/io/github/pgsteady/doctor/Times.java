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

package io.github.pgsteady.doctor;

import java.time.Duration;

/**
 * Shows times to people.
 */
final class Times {

	private Times() {
	}

	/**
	 * Return a time limit.
	 * @param duration the time, zero for none
	 * @return the text
	 */
	static String text(Duration duration) {
		if (duration.isZero()) {
			return "off";
		}
		return elapsed(duration);
	}

	/**
	 * Return a time that has passed.
	 * @param duration the time
	 * @return the text
	 */
	static String elapsed(Duration duration) {
		boolean whole = duration.toMillis() > 0 && duration.toMillisPart() == 0;
		if (duration.compareTo(Duration.ofSeconds(10)) < 0 && !whole) {
			return duration.toMillis() + " ms";
		}
		long seconds = duration.toSeconds();
		if (seconds < 120) {
			return seconds + " s";
		}
		return (seconds % 60 == 0) ? seconds / 60 + " min" : "%s min %s s".formatted(seconds / 60, seconds % 60);
	}

}
