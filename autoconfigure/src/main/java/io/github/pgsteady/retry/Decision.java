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

import org.jspecify.annotations.Nullable;

/**
 * Whether a call that failed is repeated.
 *
 * @param phase how far it was
 * @param refusal why it is not repeated, or {@code null} if it is
 * @param atMostOnce whether a second failure of the kind would show that it recurs
 */
record Decision(RetryPhase phase, @Nullable RetryRefusal refusal, boolean atMostOnce) {

	static Decision repeat(RetryPhase phase) {
		return new Decision(phase, null, false);
	}

	static Decision repeatOnce(RetryPhase phase) {
		return new Decision(phase, null, true);
	}

	static Decision refuse(RetryPhase phase, RetryRefusal refusal) {
		return new Decision(phase, refusal, false);
	}

	boolean isRepeated() {
		return this.refusal == null;
	}

}
