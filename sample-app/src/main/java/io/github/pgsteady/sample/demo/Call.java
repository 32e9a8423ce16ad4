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

package io.github.pgsteady.sample.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call that a user waits for.
 */
class Call {

	private final long number;

	private final long start = System.nanoTime();

	private final AtomicBoolean ended = new AtomicBoolean();

	Call(long number) {
		this.number = number;
	}

	long number() {
		return this.number;
	}

	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.start);
	}

	/**
	 * End the call, for the user.
	 * @return whether it had not ended before
	 */
	boolean end() {
		return this.ended.compareAndSet(false, true);
	}

	boolean hasEnded() {
		return this.ended.get();
	}

}
