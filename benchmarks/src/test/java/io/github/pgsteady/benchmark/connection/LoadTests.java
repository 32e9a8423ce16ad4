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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessResourceException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Load}.
 */
class LoadTests {

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void failedCallIsFollowedByTheNextAndIsNoSuccess() throws Exception {
		Load load = Load.of(1, this::failEverySecondTime);
		try (load) {
			assertThat(load.nextSuccess().get(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(System.nanoTime());
			load.nextSuccess().get(10, TimeUnit.SECONDS);
		}
		assertThat(load.getSuccesses()).isEqualTo((this.calls.get() + 1) / 2);
	}

	private void failEverySecondTime() {
		if (this.calls.incrementAndGet() % 2 == 0) {
			throw new TransientDataAccessResourceException("away");
		}
	}

}
