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

package io.github.pgsteady.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PgSteadySanitizingAutoConfiguration}.
 */
class PgSteadySanitizingAutoConfigurationTests {

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PgSteadySanitizingAutoConfiguration.class,
				EnvironmentEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=env",
				"management.endpoints.jmx.exposure.include=env", "management.endpoint.env.show-values=always")
		.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables)));

	@ParameterizedTest
	@ValueSource(strings = { "DATABASE_URL", "JDBC_DATABASE_URL", "POSTGRES_URL", "NEON_DB_URL", "ANYTHING" })
	void endpointShowsNoCredentials(String name) {
		this.variables.put(name, "postgres://orders:s3cret@db.example.com/orders?sslmode=require");
		this.contextRunner.run(
				(context) -> assertThat(show(context.getBean(EnvironmentEndpoint.class), name)).doesNotContain("s3cret")
					.contains("postgres://***@db.example.com/orders?sslmode=require"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DATABASE_URL", "NEON_DB_URL" })
	void endpointShowsNothingOfAMalformedUrl(String name) {
		this.variables.put(name, "orders:s3cret@db.example.com");
		this.contextRunner.withPropertyValues("pgsteady.url.variables=NEON_DB_URL")
			.run((context) -> assertThat(show(context.getBean(EnvironmentEndpoint.class), name))
				.doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PGPASSWORD", "JDBC_DATABASE_PASSWORD", "POSTGRES_PASSWORD" })
	void endpointShowsNoPassword(String name) {
		this.variables.put(name, "s3cret");
		this.contextRunner.run((context) -> assertThat(show(context.getBean(EnvironmentEndpoint.class), name))
			.doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://db.example.com/orders?user=orders&password=s3cret",
			"postgresql://orders:s3cret@db.example.com/orders", "'postgres://orders:s3cret@db.example.com/orders'" })
	void endpointShowsNoCredentialsInTheUrlOfTheDataSource(String url) {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + url)
			.run((context) -> assertThat(show(context.getBean(EnvironmentEndpoint.class), "spring.datasource.url"))
				.doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.datasource.hikari.password", "spring.datasource.password" })
	void endpointShowsNoPasswordOfAPool(String name) {
		this.contextRunner.withPropertyValues(name + "=s3cret")
			.run((context) -> assertThat(show(context.getBean(EnvironmentEndpoint.class), name))
				.doesNotContain("s3cret"));
	}

	@Test
	void endpointShowsTheRest() {
		this.variables.put("GREETING", "hello");
		this.contextRunner.withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example.com/orders")
			.run((context) -> {
				EnvironmentEndpoint endpoint = context.getBean(EnvironmentEndpoint.class);
				assertThat(show(endpoint, "GREETING")).contains("hello");
				assertThat(show(endpoint, "spring.datasource.url")).contains("jdbc:postgresql://db.example.com/orders");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = "pgsteady.enabled=false")
	void canBeSwitchedOff(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(SanitizingFunction.class));
	}

	@Test
	void backsOffWithoutActuator() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PgSteadySanitizingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(PgSteadySanitizingAutoConfiguration.class));
	}

	private String show(EnvironmentEndpoint endpoint, String name) {
		EnvironmentEndpoint.EnvironmentEntryDescriptor entry = endpoint.environmentEntry(name);
		StringBuilder shown = new StringBuilder();
		assertThat(entry.getProperty()).isNotNull();
		shown.append(entry.getProperty().getValue());
		entry.getPropertySources()
			.stream()
			.filter((source) -> source.getProperty() != null)
			.forEach((source) -> shown.append(source.getProperty().getValue()));
		return shown.toString();
	}

}
