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

/**
 * Has the last word on a pool that has been tuned, and has not started. Beans of this
 * type are asked before the application has started, so they must not need much of it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PoolCustomizer {

	/**
	 * Customize a pool.
	 * @param pool the pool; its connections are made by pgsteady
	 */
	void customize(TunedPool pool);

}
