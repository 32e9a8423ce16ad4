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

import java.util.UUID;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;

/**
 * What a client asks for.
 *
 * @param reference the name that the client gives the order: repeated with the same
 * reference, a request places no second order
 * @param product what is ordered
 * @param quantity how many of it
 */
record OrderRequest(@NotNull UUID reference, @NotBlank String product, @Positive int quantity) {

	boolean isAnsweredBy(Order order) {
		return this.product.equals(order.product()) && this.quantity == order.quantity();
	}

}
