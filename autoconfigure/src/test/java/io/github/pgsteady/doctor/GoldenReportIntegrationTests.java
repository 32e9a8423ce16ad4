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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

import io.github.pgsteady.simulator.junit.RequiresPgBouncer;
import io.github.pgsteady.simulator.provider.Postgres;
import io.github.pgsteady.simulator.server.PgBouncer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that reports look as they do.
 */
class GoldenReportIntegrationTests {

	private static Postgres postgres;

	@BeforeAll
	static void start() {
		postgres = Postgres.builder().tls().start();
	}

	@AfterAll
	static void stop() {
		postgres.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "json", "yaml" })
	void healthyDatabase(String format) throws IOException {
		Examined examined = Examined.run(Map.of("DATABASE_URL", postgres.getDatabaseUrl()), "--format=" + format);
		assertThat(Golden.normalise(examined.out(), postgres, postgres.getPort()))
			.isEqualTo(golden("healthy." + format));
	}

	@Test
	@RequiresPgBouncer
	void findings() throws IOException {
		try (PgBouncer pooler = PgBouncer.before(postgres.getServer()::getAddress)
			.user(postgres.getUsername(), postgres.getPassword())
			.start()) {
			String url = postgres.getDatabaseUrl().replace(":" + postgres.getPort(), ":" + pooler.getPort());
			assertThat(Golden.normalise(Examined.run(Map.of(), url).out(), postgres, pooler.getPort()))
				.isEqualTo(golden("findings.text"));
		}
	}

	@Test
	void unreachableDatabase() throws IOException {
		String url = postgres.getDatabaseUrl().replace(postgres.getPassword(), "wrong");
		assertThat(Golden.normalise(Examined.run(Map.of("DATABASE_URL", url)).out(), postgres, postgres.getPort()))
			.isEqualTo(golden("unreachable.text"));
	}

	private static String golden(String name) throws IOException {
		return new ClassPathResource(name, GoldenReportIntegrationTests.class)
			.getContentAsString(StandardCharsets.UTF_8);
	}

}
