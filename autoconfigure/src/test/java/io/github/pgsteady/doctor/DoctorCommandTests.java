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

package io.github.pgsteady.doctor;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DoctorCommand}: what it understands.
 */
class DoctorCommandTests {

	@ParameterizedTest
	@ValueSource(strings = { "--idle=soon", "--idle=-1m", "--idle=0s", "--instances=0", "--instances=many",
			"--format=xml", "--password=x" })
	void optionThatIsNotUnderstood(String option) {
		Examined examined = Examined.run(Map.of(), "postgres://app@127.0.0.1:1/orders", option);
		assertThat(examined.status()).isEqualTo(Report.USAGE);
		assertThat(examined.out()).isEmpty();
		assertThat(examined.err()).contains("The command was not understood", "Usage: pgsteady-doctor");
	}

	@Test
	void withoutUrl() {
		Examined examined = Examined.run(Map.of());
		assertThat(examined.status()).isEqualTo(Report.USAGE);
		assertThat(examined.err()).contains("there is no URL, neither as an argument nor in DATABASE_URL");
	}

	@Test
	void help() {
		Examined examined = Examined.run(Map.of(), "--help");
		assertThat(examined.status()).isZero();
		assertThat(examined.out()).contains("--tables", "--idle=TIME", "64", "70", "Writes nothing to the");
	}

	@Test
	void urlThatCannotBeRead() {
		Examined examined = Examined.structured(Map.of("DATABASE_URL", "postgres://app:secret-word@/orders"));
		assertThat(examined.status()).isEqualTo(Report.UNREACHABLE);
		assertThat(examined.summary(Stage.URL)).isEqualTo("DATABASE_URL is no database URL: it names no host");
		assertThat(examined.findings()).containsExactly("unreadable-url");
		assertThat(examined.verdict(Stage.DNS)).isEqualTo("skipped");
	}

	@Test
	void variablesOfLibpq() {
		Examined examined = Examined.structured(Map.of("PGHOST", "127.0.0.1", "PGPORT", "1", "PGUSER", "app"));
		assertThat(examined.summary(Stage.URL)).isEqualTo("PGHOST: 127.0.0.1:1");
		assertThat(examined.findings()).containsExactly("not-listening");
	}

	@Test
	void findingsOfTheSettingsAlone() {
		Examined examined = Examined.structured(Map.of("pgsteady.providers.acme.transaction-pooler.hosts", "127.0.0.1"),
				"jdbc:postgresql://127.0.0.1:1/orders?prepareThreshold=5&channel_binding=require&currentSchema=shop");
		assertThat(examined.findings()).containsExactlyInAnyOrder("prepared-statements-through-pooler",
				"session-state-through-pooler", "ignored-parameters", "not-listening");
	}

}
