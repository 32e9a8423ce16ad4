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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionObserver;
import io.github.pgsteady.pool.TunedPool;

/**
 * Finds code of the application that closes the connection of an open transaction. Unlike
 * the others, it has to be seen to happen.
 */
final class ClosedConnections implements ConnectionObserver, PoolCheck {

	private static final Log logger = LogFactory.getLog(ClosedConnections.class);

	private static final int MAXIMUM_PLACES = 20;

	private final Map<String, Set<String>> places = new ConcurrentHashMap<>();

	@Override
	public ConnectionListener observe(String dataSource) {
		Set<String> places = this.places.computeIfAbsent(dataSource, (name) -> ConcurrentHashMap.newKeySet());
		return new ConnectionListener() {

			@Override
			public void closedByApplication(StackTraceElement place) {
				if (places.size() < MAXIMUM_PLACES && places.add(place.toString())) {
					logger.warn("The connection of an open transaction of '%s' is closed at %s".formatted(dataSource,
							place));
				}
			}

		};
	}

	@Override
	public List<Finding> check(Collection<TunedPool> pools) {
		return new TreeMap<>(this.places).entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().isEmpty())
			.map((entry) -> finding(entry.getKey(), entry.getValue()))
			.toList();
	}

	private static Finding finding(String dataSource, Set<String> places) {
		return new Finding("connection-closed-by-application", Severity.WARNING, dataSource,
				"The application closes the connection of a transaction that is still open",
				"The pool rolls back what was done, and what follows fails, or is on another connection by itself",
				places.stream().sorted().toList(),
				"Leave the connection open, or get it with DataSourceUtils.getConnection and give it back with "
						+ "DataSourceUtils.releaseConnection");
	}

}
