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

package io.github.pgsteady.retry;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Pauses}.
 */
class PausesTests {

	private final Pauses pauses = new Pauses();

	@Test
	void endWithTheApplication() {
		assertThat(this.pauses.isRunning()).isTrue();
		this.pauses.stop();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.pauses.pause(Duration.ofHours(1)));
	}

	@Test
	void areThereAgainWhenTheApplicationGoesOn() {
		this.pauses.stop();
		this.pauses.start();
		assertThat(this.pauses.isRunning()).isTrue();
		assertThatNoException().isThrownBy(() -> this.pauses.pause(Duration.ZERO));
	}

}
