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
 * Observes the connections of all pools. Beans of this type are asked before the first
 * connection is made, so they must not need much of the application.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectionObserver {

	/**
	 * Observe the connections of a pool.
	 * @param dataSource the name of the pool's bean
	 * @return who is told what happens to them
	 */
	ConnectionListener observe(String dataSource);

}
