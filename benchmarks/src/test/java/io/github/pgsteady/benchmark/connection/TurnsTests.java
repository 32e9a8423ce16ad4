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

package io.github.pgsteady.benchmark.connection;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.pgsteady.benchmark.Comparison;
import io.github.pgsteady.benchmark.Variant;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Turns}.
 */
class TurnsTests {

	@Test
	void nobodyIsAlwaysFirstAndWarmUpDoesNotCount() throws Exception {
		List<Variant> order = new ArrayList<>();
		Comparison comparison = Turns.compare(1, 2, (variant) -> {
			order.add(variant);
			return order.size();
		});
		assertThat(order).containsExactly(Variant.STARTER, Variant.PLAIN, Variant.PLAIN, Variant.STARTER,
				Variant.STARTER, Variant.PLAIN);
		assertThat(comparison.minimum(Variant.PLAIN)).isEqualTo(3);
		assertThat(comparison.maximum(Variant.PLAIN)).isEqualTo(6);
		assertThat(comparison.minimum(Variant.STARTER)).isEqualTo(4);
		assertThat(comparison.maximum(Variant.STARTER)).isEqualTo(5);
	}

}
