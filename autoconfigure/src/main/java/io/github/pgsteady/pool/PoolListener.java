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

import java.time.Duration;

/**
 * Is told what happens to pools. Beans of this type are told by whichever thread it
 * happens on, also before the application has started, so they must not need much of it,
 * and must not wait.
 *
 * @since 0.1.0
 */
public interface PoolListener {

	/**
	 * There is another pool. It has not started yet, or has taken the place of one of the
	 * same name.
	 * @param dataSource the name of the DataSource bean
	 */
	default void added(String dataSource) {
	}

	/**
	 * A pool is known by this name no more.
	 * @param dataSource the name of the DataSource bean
	 */
	default void removed(String dataSource) {
	}

	/**
	 * All connections of a pool are renewed, those in use when they come back.
	 * @param dataSource the name of the DataSource bean
	 * @param reason why
	 * @param connections how many there are
	 */
	default void evicted(String dataSource, EvictionReason reason, int connections) {
	}

	/**
	 * Threads have waited for a connection since a second ago.
	 * @param dataSource the name of the DataSource bean
	 * @param threads how many at the same time
	 */
	default void waited(String dataSource, int threads) {
	}

	/**
	 * A connection was made after a pause in which a database that may sleep has fallen
	 * asleep, unless somebody else kept it awake.
	 * @param dataSource the name of the DataSource bean
	 * @param quiet how long the pause was
	 */
	default void woken(String dataSource, Duration quiet) {
	}

}
