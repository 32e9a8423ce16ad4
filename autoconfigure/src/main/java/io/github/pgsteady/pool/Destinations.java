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

package io.github.pgsteady.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Where each DataSource leads to whose connections are made here.
 *
 * @since 0.1.0
 */
public final class Destinations {

	private final Map<String, Destination> destinations = new ConcurrentHashMap<>();

	Destinations() {
	}

	/**
	 * Return where a DataSource leads to.
	 * @param dataSource the name of the DataSource, as in the log
	 * @return where, or {@code null} if its connections are not made here
	 */
	public @Nullable Destination get(String dataSource) {
		return this.destinations.get(dataSource);
	}

	void add(String dataSource, Destination destination) {
		this.destinations.put(dataSource, destination);
	}

}
