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

package io.github.pgsteady.url;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RawProperties}.
 */
class RawPropertiesTests {

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final Map<String, Object> file = new LinkedHashMap<>();

	private final RawProperties properties = new RawProperties(environment());

	@ParameterizedTest
	@CsvSource({ "a${b", "a${b}c", "a${b:c}d", "a\\${b}", "$$", "%41", "a}b" })
	void variableIsReadAsItIs(String value) {
		this.variables.put("DATABASE_URL", value);
		this.file.put("b", "replaced");
		assertThat(this.properties.variable("DATABASE_URL")).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "a${b", "a${b}c", "a\\${b}", "$$" })
	void referenceYieldsTheVariableAsItIs(String value) {
		this.variables.put("DATABASE_URL", value);
		this.file.put("spring.datasource.url", "${DATABASE_URL}");
		this.file.put("b", "replaced");
		assertThat(this.properties.property("spring.datasource.url")).isEqualTo(value);
	}

	@Test
	void variableMayReferToAnother() {
		this.variables.put("SPRING_DATASOURCE_URL", "${MY_URL}");
		this.variables.put("MY_URL", "${DATABASE_URL}");
		this.variables.put("DATABASE_URL", "a${b");
		assertThat(this.properties.property("spring.datasource.url")).isEqualTo("a${b");
	}

	@Test
	void referenceMayHaveADefault() {
		this.file.put("DATABASE_URL", "${DATABASE_URL:postgres://u:p@localhost:5432/db}");
		assertThat(this.properties.variable("DATABASE_URL")).isEqualTo("postgres://u:p@localhost:5432/db");
		this.variables.put("DATABASE_URL", "postgres://h/db");
		assertThat(this.properties.variable("DATABASE_URL")).isEqualTo("postgres://h/db");
	}

	@Test
	void placeholdersInAFileAreReplaced() {
		this.variables.put("DB_HOST", "db.example.com");
		this.file.put("spring.datasource.url", "postgres://${DB_HOST}:${DB_PORT:5433}/${DB_NAME}");
		assertThat(this.properties.property("spring.datasource.url"))
			.isEqualTo("postgres://db.example.com:5433/${DB_NAME}");
	}

	@ParameterizedTest
	@CsvSource({ "${DATABASE_URL}", "${OTHER}", "postgres://u:${DATABASE_URL}@h/db", "postgres://u:${OTHER}@h/db" })
	void placeholdersInACircleStay(String value) {
		this.file.put("DATABASE_URL", value);
		this.file.put("OTHER", "${DATABASE_URL}");
		assertThat(this.properties.variable("DATABASE_URL")).isIn(value, "${DATABASE_URL}");
	}

	@Test
	void blankIsNone() {
		this.variables.put("DATABASE_URL", " ");
		this.file.put("spring.datasource.url", "${DATABASE_URL:}");
		assertThat(this.properties.variable("DATABASE_URL")).isNull();
		assertThat(this.properties.property("spring.datasource.url")).isNull();
	}

	@Test
	void propertyIsReadInAnySpelling() {
		this.variables.put("SPRING_DATASOURCE_HIKARI_JDBCURL", "a${b");
		assertThat(this.properties.property("spring.datasource.hikari.jdbc-url")).isEqualTo("a${b");
	}

	private StandardEnvironment environment() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		environment.getPropertySources().addLast(new MapPropertySource("file", this.file));
		return environment;
	}

}
