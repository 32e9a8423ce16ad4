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

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;
import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what is read from {@code DATABASE_URL} opens a real PostgreSQL that demands
 * a password.
 */
@SimulatedPostgres
class DatabaseUrlIntegrationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PgSteadyProviderAutoConfiguration.class,
				PgSteadyUrlAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader(SpringBootTest.class, org.h2.Driver.class));

	@ParameterizedTest
	@ValueSource(strings = { "plain", "p@ss:w/r#d%?+ ü", "a${b", "100%", "x&y=z", "%41", "\"quoted\"" })
	void opensTheDatabaseWithAnEncodedPassword(String password, PostgresSimulation postgres) {
		createUser(postgres, "or ders", password);
		connect("postgres://or%20ders:" + UrlEncoding.encodeJdbc(password) + "@" + place(postgres), "or ders");
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "p@ss", "p%ss", "p#ss", "p?ss", "p/ss", "p:ss", "p+ss", "p@s/s?w#d%+" })
	void opensTheDatabaseWithAPasswordPastedAsItIs(String password, PostgresSimulation postgres) {
		createUser(postgres, "orders", password);
		connect("postgres://orders:" + password + "@" + place(postgres) + "?sslmode=disable&application_name=a%20b",
				"orders");
	}

	@Test
	void aWrongPasswordDoesNot(PostgresSimulation postgres) {
		createUser(postgres, "orders", "right");
		String url = "postgres://orders:wrong@" + place(postgres);
		run(url, (dataSource) -> assertThatExceptionOfType(PSQLException.class).isThrownBy(dataSource::getConnection)
			.withMessageContaining("password authentication failed"));
	}

	private void createUser(PostgresSimulation postgres, String name, String password) {
		postgres.execute("drop role if exists \"%s\"".formatted(name));
		postgres.execute("create role \"%s\" login password '%s'".formatted(name, password.replace("'", "''")));
	}

	private String place(PostgresSimulation postgres) {
		return "localhost:" + postgres.getPort() + "/" + postgres.getDatabase();
	}

	private void connect(String url, String user) {
		run(url, (dataSource) -> assertThat(
				new JdbcTemplate(dataSource).queryForObject("select current_user", String.class))
			.isEqualTo(user));
	}

	private void run(String url, java.util.function.Consumer<HikariDataSource> consumer) {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("DATABASE_URL", url))))
			.run((context) -> consumer.accept(context.getBean(HikariDataSource.class)));
	}

}
