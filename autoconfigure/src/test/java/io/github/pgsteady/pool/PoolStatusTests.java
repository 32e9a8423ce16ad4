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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PoolStatus}.
 */
class PoolStatusTests {

	@Test
	void utilisationIsNeverMoreThanAll() {
		assertThat(status(1, 4).utilisation()).isEqualTo(0.25);
		assertThat(status(4, 2).utilisation()).isEqualTo(1);
	}

	private static PoolStatus status(int active, int maximum) {
		return new PoolStatus(PoolState.BUSY, Duration.ZERO, active, 0, 0, maximum, null, null);
	}

}
