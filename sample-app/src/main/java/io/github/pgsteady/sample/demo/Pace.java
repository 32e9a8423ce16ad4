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

import java.util.concurrent.TimeUnit;

/**
 * Lets so many calls begin in a second. What could not begin in its time, since nobody
 * was free, is not made up for.
 */
class Pace {

	private int rate;

	private long next = System.nanoTime();

	private boolean closed;

	synchronized void setRate(int rate) {
		this.rate = rate;
		this.next = System.nanoTime();
		notifyAll();
	}

	/**
	 * Wait until a call may begin.
	 * @return whether one may, and it has not ended for good
	 * @throws InterruptedException if it is interrupted
	 */
	synchronized boolean await() throws InterruptedException {
		while (!this.closed) {
			long wait = this.next - System.nanoTime();
			if (this.rate == 0) {
				wait();
			}
			else if (wait > 0) {
				TimeUnit.NANOSECONDS.timedWait(this, wait);
			}
			else {
				long interval = TimeUnit.SECONDS.toNanos(1) / this.rate;
				this.next = Math.max(this.next, System.nanoTime() - interval) + interval;
				return true;
			}
		}
		return false;
	}

	synchronized void close() {
		this.closed = true;
		notifyAll();
	}

}
