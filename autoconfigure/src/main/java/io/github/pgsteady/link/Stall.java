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

package io.github.pgsteady.link;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How it was found that a link has stalled.
 *
 * @param cause why it was given up
 * @param waited for how long nothing had come back
 * @param alone whether nothing came back on any other link that there was, either
 * @param limit the property that sets the time limit, if that was the cause
 * @since 0.1.0
 */
public record Stall(StallCause cause, Duration waited, boolean alone, @Nullable String limit) {

}
