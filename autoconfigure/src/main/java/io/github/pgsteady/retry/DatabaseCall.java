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
 * Something that uses a database. It may be executed several times.
 *
 * @param <T> the type of what it returns
 * @param <E> the type of what it throws
 * @since 0.1.0
 */
@FunctionalInterface
public interface DatabaseCall<T extends @Nullable Object, E extends Exception> {

	/**
	 * Execute it.
	 * @return what it has found
	 * @throws E if it fails
	 */
	T execute() throws E;

}
