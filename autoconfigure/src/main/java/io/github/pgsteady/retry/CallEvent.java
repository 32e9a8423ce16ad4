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

import io.github.pgsteady.failure.FailureClass;

/**
 * That a call met a failure of the database, and what became of it. Published as an event
 * of the application, and to each {@link CallListener}, at the end of the call.
 *
 * @param call the call: class and method, or the name given to the template
 * @param dataSource the name of the DataSource bean
 * @param phase how far it was when it failed the last time
 * @param failureClass why it failed the last time
 * @param refusal why it was not repeated, or no more, or {@code null} if it succeeded at
 * last
 * @param retries how often it was repeated
 * @param elapsed how long it took, from the beginning of the first attempt
 * @since 0.1.0
 */
public record CallEvent(String call, String dataSource, RetryPhase phase, FailureClass failureClass,
		@Nullable RetryRefusal refusal, int retries, Duration elapsed) {

	/**
	 * Return whether the call succeeded at last.
	 * @return whether it did
	 */
	public boolean isRecovered() {
		return this.refusal == null;
	}

}
