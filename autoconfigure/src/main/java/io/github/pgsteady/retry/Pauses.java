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

import org.springframework.context.SmartLifecycle;

/**
 * Waiting that ends with the application: after the requests that a web server still
 * answers, and before the pools are closed.
 */
class Pauses implements SmartLifecycle {

	// Of Spring Boot's web servers: after their grace period
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private volatile CountDownLatch end = new CountDownLatch(1);

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

	@Override
	public void start() {
		// Once more, after it was paused
		if (!isRunning()) {
			this.end = new CountDownLatch(1);
		}
	}

	@Override
	public void stop() {
		this.end.countDown();
	}

	@Override
	public boolean isRunning() {
		return this.end.getCount() > 0;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
