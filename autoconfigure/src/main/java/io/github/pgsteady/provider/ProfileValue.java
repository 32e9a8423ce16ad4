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

package io.github.pgsteady.provider;

import org.jspecify.annotations.Nullable;

/**
 * The value that a provider profile has for a setting, and why.
 *
 * @param value the value, of the type that {@link Setting} names; {@code null} where the
 * profile leaves the setting to pool and driver
 * @param reason why it is this value, in one sentence
 * @param source where the reason comes from, such as a page of the provider's
 * documentation with the date it was read
 * @param confirmed whether the source is first hand
 * @param property the configuration property that the user set it with, or {@code null}
 * if it is built in
 * @since 0.1.0
 */
public record ProfileValue(@Nullable Object value, String reason, @Nullable String source, boolean confirmed,
		@Nullable String property) {

}
