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

package io.github.pgsteady.provider;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProviderRuntimeHints}.
 */
class ProviderRuntimeHintsTests {

	@ParameterizedTest
	@FieldSource("io.github.pgsteady.provider.ProviderCatalog#BUILT_IN")
	void theFilesOfTheProfilesAreInANativeImage(String name) {
		RuntimeHints hints = new RuntimeHints();
		new ProviderRuntimeHints().registerHints(hints, getClass().getClassLoader());
		String file = "io/github/pgsteady/provider/" + name + ".properties";
		assertThat(RuntimeHintsPredicates.resource().forResource(file)).accepts(hints);
		assertThat(new ClassPathResource(file).exists()).isTrue();
	}

}
