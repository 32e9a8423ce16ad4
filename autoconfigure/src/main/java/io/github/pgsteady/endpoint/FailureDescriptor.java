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

package io.github.pgsteady.endpoint;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A kind of failure as the endpoint shows it.
 *
 * @param event what failed: {@code connect}, {@code connection-lost}, {@code statement},
 * {@code call}
 * @param failureClass its class
 * @param sqlState the SQLSTATE, where there was one
 * @param phase how far the connection, or the call, was
 * @param decision of a call: {@code recovered}, or why it was not repeated; of a
 * connection that was lost with its COMMIT: the outcome
 * @param call the call
 * @param count how often it has happened
 * @param first when first
 * @param last when last
 * @since 0.1.0
 */
public record FailureDescriptor(String event, String failureClass, @Nullable String sqlState, @Nullable String phase,
		@Nullable String decision, @Nullable String call, long count, Instant first, Instant last) {
}
