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

import java.util.function.LongSupplier;

/**
 * Token bucket: each call of a pool brings a part of a retry, up to a burst. The calls
 * are counted by whoever counts them anyway, and asked for only when there is a retry.
 */
final class RetryBudget {

	private final double ratio;

	private final double burst;

	private final LongSupplier calls;

	private double tokens;

	private long counted;

	RetryBudget(double ratio, int burst, LongSupplier calls) {
		this.ratio = ratio;
		this.burst = burst;
		this.calls = calls;
		this.tokens = burst;
		this.counted = calls.getAsLong();
	}

	synchronized boolean take() {
		refill();
		if (this.tokens < 1) {
			return false;
		}
		this.tokens--;
		return true;
	}

	/**
	 * Return what is left.
	 * @return the number of retries that may follow at once
	 */
	synchronized double getLeft() {
		refill();
		return this.tokens;
	}

	private void refill() {
		long now = this.calls.getAsLong();
		this.tokens = Math.min(this.burst, this.tokens + (now - this.counted) * this.ratio);
		this.counted = now;
	}

}
