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

package io.github.pgsteady.link;

/**
 * Is told what happens on the links of a DataSource, on threads of the watch.
 *
 * @since 0.1.0
 */
public interface LinkListener {

	/**
	 * An answer has stayed away for longer than {@code pgsteady.stall.suspect-after}: the
	 * server will be asked.
	 */
	default void suspected() {
	}

	/**
	 * The server says that it is working on the statement. Told once for each wait.
	 */
	default void foundWorking() {
	}

	/**
	 * A link was given up.
	 * @param stall how it was found to have stalled
	 */
	default void stalled(Stall stall) {
	}

}
