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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RetryBounds}.
 */
class RetryBoundsTests {

	@ParameterizedTest
	@CsvSource({ "connect.deadline, -1s", "read.deadline, -1s", "transaction.deadline, -1s", "read.max-retries, -3",
			"transaction.max-retries, -3", "max-waiting, 0", "max-waiting, -1", "budget.burst, -1",
			"budget.ratio, -0.1", "budget.ratio, NaN", "budget.ratio, Infinity" })
	void whatMakesNoSenseIsRefusedByName(String name, String value) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> RetryBounds.check(bind(name, value)))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("pgsteady.retry." + name));
	}

	@ParameterizedTest
	@CsvSource({ "connect.deadline, 0", "transaction.deadline, 365000d", "read.max-retries, 0", "max-waiting, 1",
			"budget.burst, 0", "budget.ratio, 0" })
	void extremesAreTaken(String name, String value) {
		assertThatNoException().isThrownBy(() -> RetryBounds.check(bind(name, value)));
	}

	@Test
	void defaultsAreTaken() {
		assertThatNoException().isThrownBy(() -> RetryBounds.check(new RetryProperties()));
	}

	private RetryProperties bind(String name, String value) {
		return new Binder(new MapConfigurationPropertySource(Map.of("pgsteady.retry." + name, value)))
			.bind("pgsteady.retry", RetryProperties.class)
			.get();
	}

}
