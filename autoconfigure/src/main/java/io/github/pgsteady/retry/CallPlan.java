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

import org.jspecify.annotations.Nullable;

/**
 * What is known of a call before it is made.
 *
 * @param name what to call it in the log and in exceptions
 * @param mode what of it may be repeated
 * @param reading whether it only reads, as its declaration says
 * @param body whether code of the application runs in it
 * @param beginsTransaction whether it begins a transaction before that code runs
 * @param maxRetries how often at most, or {@code null} for the default
 * @param deadline how long after the first failure, or {@code null} for the default
 */
record CallPlan(String name, RetryMode mode, boolean reading, boolean body, boolean beginsTransaction,
		@Nullable Integer maxRetries, @Nullable Duration deadline) {

	boolean hasRunBody(FailedAttempt attempt) {
		if (!this.body) {
			return attempt.sent();
		}
		return !this.beginsTransaction || attempt.begun();
	}

	/**
	 * Return whether it makes a difference that it is called.
	 * @return whether it may be repeated, or keeps what it calls from being repeated
	 */
	boolean isGuarded() {
		return this.mode != RetryMode.CONNECT_ONLY || !this.body || this.beginsTransaction;
	}

}
