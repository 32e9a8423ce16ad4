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
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.TunedPool;

/**
 * A check of each pool by itself.
 */
@FunctionalInterface
interface SinglePoolCheck extends PoolCheck {

	/**
	 * Look at a pool.
	 * @param pool the pool
	 * @return what was found, or {@code null} if nothing was
	 */
	@Nullable Finding check(TunedPool pool);

	@Override
	default List<Finding> check(Collection<TunedPool> pools) {
		return pools.stream().map(this::check).filter(Objects::nonNull).toList();
	}

}
