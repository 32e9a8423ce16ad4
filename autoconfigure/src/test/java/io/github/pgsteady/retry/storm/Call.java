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

package io.github.pgsteady.retry.storm;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.retry.OutcomeUnknownException;

/**
 * A call, and what its caller was told.
 *
 * @param access how it wrote
 * @param key its business key
 * @param begun when it began
 * @param ended when it ended
 * @param failure what it threw, or {@code null} if it succeeded
 */
record Call(Access access, String key, Instant begun, Instant ended, @Nullable Throwable failure) {

	boolean isAcknowledged() {
		return this.failure == null;
	}

	boolean isUnknown() {
		return this.failure instanceof OutcomeUnknownException;
	}

	/**
	 * Return whether the caller must believe that nothing was written.
	 * @return whether it failed, and was not told that it may have written all the same
	 */
	boolean isDenied() {
		return !isAcknowledged() && !isUnknown();
	}

}
