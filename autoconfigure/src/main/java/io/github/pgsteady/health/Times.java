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

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.convert.DurationStyle;

/**
 * How times are written, for people: as precise as they are worth.
 */
final class Times {

	private static final Duration SHORT = Duration.ofSeconds(10);

	private Times() {
	}

	static String of(Duration time) {
		boolean precise = time.compareTo(SHORT) < 0 && time.toMillis() % 1000 != 0;
		return DurationStyle.SIMPLE.print(time, precise ? ChronoUnit.MILLIS : ChronoUnit.SECONDS);
	}

}
