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

package io.github.pgsteady.benchmark.cost;

import java.util.Locale;

import io.github.pgsteady.benchmark.Series;

/**
 * What an operation costs, in each JVM in which it was measured.
 *
 * @param nanoseconds the time that it takes, on average
 * @param allocated the number of bytes that it allocates, on average
 */
record Cost(Series nanoseconds, Series allocated) {

	Cost() {
		this(new Series(), new Series());
	}

	/**
	 * Return the cells of a row.
	 * @param plain what the operation of Spring Boot alone costs
	 * @return time and bytes, and how many more of them the medians are
	 */
	String comparedWith(Cost plain) {
		return String.format(Locale.ROOT, "%s | %+.0f | %s | %+.0f", this.nanoseconds.spread(0),
				this.nanoseconds.median() - plain.nanoseconds.median(), this.allocated.spread(0),
				this.allocated.median() - plain.allocated.median());
	}

}
