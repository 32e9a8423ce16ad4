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

package io.github.pgsteady.sample.order;

import java.time.Instant;
import java.util.UUID;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An order as the database keeps it.
 *
 * @param id the number of the order
 * @param reference the name that the client gave it
 * @param product what is ordered
 * @param quantity how many of it
 * @param status whether it still stands
 * @param placedAt when it was placed
 */
@Table("orders")
record Order(@Id long id, UUID reference, String product, int quantity, Status status, Instant placedAt) {

	enum Status {

		PLACED, CANCELLED

	}

}
