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

package io.github.pgsteady.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What of a session survives the end of a transaction.
 *
 * @param preparedProblem what the server said of a statement that had been prepared, or
 * {@code null} if it was still there
 * @param stateKept whether a session setting was still there
 * @param stateLeaked whether another connection saw it
 * @param lockKept whether an advisory lock kept another connection out
 */
record SessionFacts(@Nullable String preparedProblem, boolean stateKept, boolean stateLeaked, boolean lockKept) {

	boolean isPreparing() {
		return this.preparedProblem == null;
	}

	boolean isKept() {
		return isPreparing() && this.stateKept && !this.stateLeaked && this.lockKept;
	}

}
