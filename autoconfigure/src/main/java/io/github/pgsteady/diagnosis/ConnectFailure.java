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

package io.github.pgsteady.diagnosis;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.pool.Destination;

/**
 * Why a DataSource has no connection.
 *
 * @param dataSource the name of the DataSource, or {@code null} if it is not known
 * @param destination where it leads to, or {@code null} if that is not known
 * @param failure why
 */
record ConnectFailure(@Nullable String dataSource, @Nullable Destination destination, Failure failure) {

	/**
	 * Return whether this is what an exception is about.
	 * @param exception the exception
	 * @return whether it is among its causes
	 */
	boolean isBehind(Throwable exception) {
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause == this.failure.exception()) {
				return true;
			}
		}
		return false;
	}

}
