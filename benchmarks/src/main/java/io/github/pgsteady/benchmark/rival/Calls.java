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

package io.github.pgsteady.benchmark.rival;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The way an application calls its own service. Implementations are safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Calls {

	/**
	 * Call.
	 * @param <T> what the call returns
	 * @param call the call
	 * @return what it returned
	 */
	<T extends @Nullable Object> T make(Supplier<T> call);

	/**
	 * Nothing is done about failures.
	 * @return the way of an application that does not think of them
	 */
	static Calls direct() {
		return new Calls() {

			@Override
			public <T extends @Nullable Object> T make(Supplier<T> call) {
				return call.get();
			}

		};
	}

}
