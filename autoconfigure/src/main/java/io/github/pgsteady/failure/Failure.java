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

package io.github.pgsteady.failure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a failure.
 *
 * @param failureClass its class
 * @param sqlState the SQLSTATE that told, or {@code null} if there was none
 * @param exception the exception of the chain that told
 * @param pause how long to wait at least before the next attempt to connect, zero if the
 * failure asks for nothing
 * @param reason why no connection could be made, or {@code null} if that is not known
 * @param source where the rule comes from: a document or source file, or the property of
 * the application
 * @since 0.1.0
 */
public record Failure(FailureClass failureClass, @Nullable String sqlState, Throwable exception, Duration pause,
		@Nullable FailureReason reason, String source) {

	/**
	 * Create a failure of which no more is known than its class.
	 * @param failureClass what kind of failure it is
	 * @param sqlState the SQLSTATE that it had, if it had one
	 * @param exception the exception that it was found in
	 * @param pause how long to wait at least before the next attempt to connect
	 * @param source where this comes from
	 */
	public Failure(FailureClass failureClass, @Nullable String sqlState, Throwable exception, Duration pause,
			String source) {
		this(failureClass, sqlState, exception, pause, null, source);
	}

	/**
	 * Return what the failure says about what was under way.
	 * @return what it says
	 */
	public Execution execution() {
		return this.failureClass.getExecution();
	}

	/**
	 * Without the message of the exception, which may hold data.
	 */
	@Override
	public String toString() {
		return (this.sqlState != null) ? this.failureClass + " (" + this.sqlState + ")" : this.failureClass.toString();
	}

}
