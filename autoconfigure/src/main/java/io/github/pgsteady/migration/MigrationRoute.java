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

package io.github.pgsteady.migration;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.Destination;

/**
 * How a migration gets to a database whose DataSource leads to a transaction pooler.
 *
 * @param migration who migrates, such as {@code flyway}
 * @param pooler where the DataSource leads to
 * @param direct host and port that the migration uses instead, or {@code null} if it goes
 * through the pooler
 * @since 0.1.0
 */
public record MigrationRoute(String migration, Destination pooler, @Nullable String direct) {

}
