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

package io.github.pgsteady.metrics;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tag, and all values that it may have: each value is a time series that somebody has
 * to store.
 *
 * @param key the key
 * @param values the values
 */
record BoundedTag(String key, List<String> values) {

	static <E extends Enum<E>> BoundedTag of(String key, Class<E> values, String... others) {
		return of(key, EnumSet.allOf(values), others);
	}

	static BoundedTag of(String key, Collection<? extends Enum<?>> values, String... others) {
		return new BoundedTag(key, Stream.concat(Stream.of(others), values.stream().map(TagValues::of)).toList());
	}

}
