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

package io.github.pgsteady.url;

import org.jspecify.annotations.Nullable;

/**
 * Parameters that libpq and the driver have different names for.
 *
 * @since 0.1.0
 */
public final class LibpqParameters {

	private LibpqParameters() {
	}

	/**
	 * Return how the driver calls a parameter of libpq.
	 * @param name the name in libpq
	 * @return the name in the driver, or {@code null} if it is the same, or the driver
	 * has no such parameter
	 */
	public static @Nullable String nameInDriver(String name) {
		return DriverParameters.NAMES.get(name);
	}

}
