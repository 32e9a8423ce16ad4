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

import java.time.Duration;

/**
 * How long storms last.
 *
 * @param storm how long one with many strikes lasts; the others follow from it
 * @param outage how long the database is away in an outage
 */
record StormTimes(Duration storm, Duration outage) {

	Duration quarter() {
		return this.storm.dividedBy(4);
	}

	/**
	 * Return how long links go silent, one after the other.
	 * @return the time
	 */
	Duration stall() {
		return this.storm.multipliedBy(5).dividedBy(2);
	}

	/**
	 * Return how long the number of connections has to stay the same.
	 * @return the time
	 */
	Duration settled() {
		return this.storm.multipliedBy(3).dividedBy(2);
	}

	/**
	 * Return how long instances get at most to share the connections.
	 * @return the time
	 */
	Duration settling() {
		return this.storm.multipliedBy(10);
	}

	/**
	 * Return how long one waits for an instance that joins.
	 * @return the time
	 */
	Duration joining() {
		return this.storm.multipliedBy(5).dividedBy(2);
	}

}
