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

package io.github.pgsteady.retry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waiting that ends with the application.
 */
class Pauses {

	private final CountDownLatch end = new CountDownLatch(1);

	/**
	 * Wait.
	 * @param time how long
	 * @throws InterruptedException if the thread was interrupted, or the application ends
	 */
	void pause(Duration time) throws InterruptedException {
		if (this.end.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new InterruptedException("The application ends");
		}
	}

	void end() {
		this.end.countDown();
	}

	boolean isEnded() {
		return this.end.getCount() == 0;
	}

}
