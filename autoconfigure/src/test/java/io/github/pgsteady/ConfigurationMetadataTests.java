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

package io.github.pgsteady;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import io.github.pgsteady.provider.ProviderCatalog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata that the build generates: what an IDE shows of our
 * properties.
 */
class ConfigurationMetadataTests {

	private static final String METADATA = "target/classes/META-INF/spring-configuration-metadata.json";

	@ParameterizedTest
	@MethodSource("properties")
	void everyPropertyIsDescribed(Map<String, Object> property) {
		String name = (String) property.get("name");
		assertThat(name).matches("(management\\.endpoint\\.)?pgsteady\\..+");
		assertThat((String) property.get("description")).as(name)
			.isNotBlank()
			.endsWith(".")
			.doesNotStartWith("The ")
			.doesNotStartWith("A ");
		assertThat((String) property.get("type")).as(name).isNotBlank();
	}

	@ParameterizedTest
	@MethodSource("properties")
	void switchesAreDescribedAsSuch(Map<String, Object> property) {
		if ("java.lang.Boolean".equals(property.get("type"))) {
			assertThat((String) property.get("description")).startsWith("Whether ");
		}
	}

	@Test
	void theSwitchOfEachRoomIsThere() throws IOException {
		assertThat(properties().map((property) -> property.get("name"))).contains("pgsteady.enabled",
				"pgsteady.diagnosis.enabled", "pgsteady.pool.enabled", "pgsteady.url.enabled");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pgsteady.provider", "pgsteady.providers.keys" })
	void namesOfTheProvidersAreProposed(String name) throws IOException {
		List<List<String>> values = JsonPath.read(new File(METADATA),
				"$.hints[?(@.name == '%s')].values[*].value".formatted(name));
		assertThat(values).asInstanceOf(InstanceOfAssertFactories.list(String.class))
			.containsExactlyInAnyOrderElementsOf(ProviderCatalog.from(new MockEnvironment()).getNames());
	}

	static Stream<Map<String, Object>> properties() throws IOException {
		List<Map<String, Object>> properties = JsonPath.read(new File(METADATA), "$.properties");
		return properties.stream();
	}

}
