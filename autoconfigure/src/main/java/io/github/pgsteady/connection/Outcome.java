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

package io.github.pgsteady.connection;

/**
 * What became of a transaction whose {@code COMMIT} was not answered.
 *
 * @since 0.1.0
 */
public enum Outcome {

	/**
	 * The server has committed it.
	 */
	COMMITTED,

	/**
	 * The server has rolled it back, or there was nothing to commit.
	 */
	ROLLED_BACK,

	/**
	 * The server still had it open, was told to end its session, and has rolled it back.
	 */
	FENCED,

	/**
	 * Nobody knows.
	 */
	UNKNOWN;

	/**
	 * Return whether nothing of it has been committed, nor can be any more.
	 * @return whether it was rolled back
	 */
	public boolean isRolledBack() {
		return this == ROLLED_BACK || this == FENCED;
	}

}
