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

import org.jspecify.annotations.Nullable;

/**
 * Times that depend on the provider of a pool, or on the application.
 *
 * @param recoveryWindow how long the provider may take to bring the database back
 * @param wedgedAfter after which standstill the pool is taken for wedged
 * @param sleepsAfter after which pause the database sleeps, or {@code null} if it does
 * not
 */
record PoolTimes(Duration recoveryWindow, Duration wedgedAfter, @Nullable Duration sleepsAfter) {

}
