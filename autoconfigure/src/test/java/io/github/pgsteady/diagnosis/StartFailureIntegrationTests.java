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

package io.github.pgsteady.diagnosis;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.pgsteady.simulator.PostgresSimulation;
import io.github.pgsteady.simulator.error.NeonError;
import io.github.pgsteady.simulator.error.PgBouncerError;
import io.github.pgsteady.simulator.error.PostgresError;
import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.error.SupavisorError;
import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Supabase;
import io.github.pgsteady.simulator.proxy.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests what an application prints that cannot start because of its database.
 */
@SimulatedPostgres
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class StartFailureIntegrationTests {

	private static final String MARKED = "marked-pa55word";

	private static final String FAILED = "APPLICATION FAILED TO START";

	private final Map<String, String> properties = new LinkedHashMap<>();

	@BeforeEach
	void connectTo(PostgresSimulation postgres) {
		to(postgres.getJdbcUrl());
		this.properties.put("spring.datasource.username", postgres.getUsername());
		this.properties.put("spring.datasource.password", postgres.getPassword());
		this.properties.put("pgsteady.startup.wait", "1s");
		this.properties.put("spring.main.banner-mode", "off");
		Who.NOBODY.needs(this.properties);
	}

	private void to(String url) {
		this.properties.put("spring.datasource.url", url);
	}

	@ParameterizedTest
	@EnumSource(names = { "FLYWAY", "FLYWAY_OF_ITS_OWN", "LIQUIBASE", "HIBERNATE" })
	void wrongPassword(Who who, PostgresSimulation postgres, CapturedOutput output) {
		this.properties.put("spring.datasource.password", MARKED);
		who.needs(this.properties);
		if (who == Who.FLYWAY_OF_ITS_OWN) {
			this.properties.put("spring.flyway.user", postgres.getUsername());
			this.properties.put("spring.flyway.password", MARKED);
		}
		assertFails(output, "has no connection to 127.0.0.1:" + postgres.getPort(),
				"FATAL: password authentication failed for user \"" + postgres.getUsername() + "\"", "REFUSED (28P01)",
				"Check user and password", "spring.datasource.password");
		assertThat(output.toString().contains("Hibernate says")).isEqualTo(who == Who.HIBERNATE);
	}

	@Test
	void unknownDatabase(PostgresSimulation postgres, CapturedOutput output) {
		to(postgres.getJdbcUrl().replace("/" + postgres.getDatabase(), "/missing"));
		Who.FLYWAY.needs(this.properties);
		assertFails(output, "FATAL: database \"missing\" does not exist", "REFUSED (3D000)",
				"Correct the name of the database");
	}

	@Test
	void tooManyConnections(PostgresSimulation postgres, CapturedOutput output) {
		postgres.getProxy().inject(Fault.reject(PostgresError.TOO_MANY_CLIENTS).always());
		Who.HIBERNATE.needs(this.properties);
		assertFails(output, "sorry, too many clients already", "EXHAUSTED (53300)",
				"it may pass, but did not in the time of 'pgsteady.startup.wait'", "maximum-pool-size");
	}

	@Test
	void fullSessionPooler(PostgresSimulation postgres, CapturedOutput output) {
		provider("supabase.session-pooler");
		assertRejected(postgres, output, SupavisorError.MAX_CLIENTS_IN_SESSION_MODE.with(15), "supabase session-pooler",
				"(EMAXCONNSESSION)", "use the transaction pooler, port 6543");
	}

	@Test
	void unknownTenant(PostgresSimulation postgres, CapturedOutput output) {
		provider("supabase.session-pooler");
		assertRejected(postgres, output, SupavisorError.TENANT_NOT_FOUND, "postgres.<project reference>");
	}

	@Test
	void unknownEndpoint(PostgresSimulation postgres, CapturedOutput output) {
		provider("neon.direct");
		assertRejected(postgres, output, NeonError.ENDPOINT_NOT_FOUND, "neon direct", "Neon console (Connect)");
	}

	@Test
	void startupParameter(PostgresSimulation postgres, CapturedOutput output) {
		assertRejected(postgres, output, PgBouncerError.UNSUPPORTED_STARTUP_PARAMETER, "currentSchema");
	}

	@Test
	void blockedNetwork(PostgresSimulation postgres, CapturedOutput output) {
		assertRejected(postgres, output, PostgresError.NO_PG_HBA_ENTRY, "no pg_hba.conf entry");
	}

	@Test
	void tlsThatTheServerDoesNotOffer(PostgresSimulation postgres, CapturedOutput output) {
		to(postgres.getJdbcUrl() + (postgres.getJdbcUrl().contains("?") ? "&" : "?") + "sslmode=require");
		Who.FLYWAY.needs(this.properties);
		assertFails(output, "The server does not support SSL.", "sslmode=prefer");
	}

	@Test
	void certificateThatNobodyTrusts(CapturedOutput output) {
		try (Supabase supabase = Supabase.start(Supabase.Mode.SESSION)) {
			to("jdbc:postgresql://127.0.0.1:" + supabase.getPort() + "/" + supabase.getDatabase()
					+ "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
			Who.FLYWAY.needs(this.properties);
			assertFails(output, "REFUSED (08006)", "The certificate of the server is not trusted");
		}
	}

	@Test
	void switchedOff(PostgresSimulation postgres, CapturedOutput output) {
		this.properties.put("pgsteady.diagnosis.enabled", "false");
		postgres.getProxy().inject(Fault.reject(PostgresError.PASSWORD_AUTHENTICATION_FAILED).always());
		Who.FLYWAY.needs(this.properties);
		assertThatException().isThrownBy(this::start);
		assertThat(output).doesNotContain(FAILED);
	}

	@Test
	void nobodyListens(CapturedOutput output) throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		to("jdbc:postgresql://127.0.0.1:" + port + "/db");
		Who.FLYWAY.needs(this.properties);
		assertFails(output, "Nobody listens at 127.0.0.1:" + port, "ConnectException: Connection refused");
	}

	@Test
	void hostThatExistsOnlyWithinRailway(CapturedOutput output) {
		to("jdbc:postgresql://postgres.railway.internal:5432/railway");
		this.properties.put("pgsteady.startup.wait", "0");
		Who.HIBERNATE.needs(this.properties);
		assertFails(output, "railway direct in its private network", "UnknownHostException", "taken for a wrong one",
				"DATABASE_PUBLIC_URL");
	}

	@Test
	void credentialsBeforeTheHostAreNotShown(CapturedOutput output) {
		this.properties.put("spring.datasource.hikari.jdbc-url",
				"jdbc:postgresql://user:" + MARKED + "@nowhere.invalid:5432/db");
		Who.FLYWAY.needs(this.properties);
		assertFails(output, "nowhere.invalid:5432", "UnknownHostException", "***@nowhere.invalid");
	}

	@Test
	void libpqUrl(CapturedOutput output) {
		this.properties.put("pgsteady.url.enabled", "false");
		this.properties.put("spring.datasource.hikari.jdbc-url", "postgres://user:" + MARKED + "@localhost:5432/db");
		Who.FLYWAY.needs(this.properties);
		assertFails(output, "DataSource 'dataSource' has a URL that JDBC cannot use", "DATABASE_URL");
	}

	@Test
	void urlThatTheDriverCannotRead(CapturedOutput output) {
		this.properties.put("pgsteady.url.enabled", "false");
		this.properties.put("spring.datasource.hikari.jdbc-url",
				"jdbc:postgresql://user:" + MARKED + "@localhost:none/db");
		Who.FLYWAY.needs(this.properties);
		assertFails(output, "DataSource 'dataSource' has a URL that JDBC cannot use");
	}

	@Test
	void withoutPatience(PostgresSimulation postgres, CapturedOutput output) {
		this.properties.put("pgsteady.connection.enabled", "false");
		assertRejected(postgres, output, SupavisorError.TENANT_NOT_FOUND, "A DataSource has no connection.",
				"postgres.<project reference>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select no_such_column", "alter database no_such_column set work_mem to '7MB'" })
	void whatIsNotAboutConnectionsIsLeftAlone(String sql, CapturedOutput output) {
		this.properties.put("spring.flyway.init-sqls", sql);
		Who.FLYWAY.needs(this.properties);
		assertThatException().isThrownBy(this::start);
		assertThat(output).doesNotContain(FAILED).contains("no_such_column");
	}

	@Test
	void applicationThatStartsPrintsNothing(CapturedOutput output) {
		Who.FLYWAY.needs(this.properties);
		start().close();
		assertThat(output).doesNotContain(FAILED);
	}

	private void provider(String endpoint) {
		this.properties.put("pgsteady.providers." + endpoint + ".hosts", "127.0.0.1");

		this.properties.put("spring.datasource.hikari.data-source-properties.sslmode", "disable");
	}

	private void assertRejected(PostgresSimulation postgres, CapturedOutput output, ServerError error,
			String... words) {
		postgres.getProxy().inject(Fault.reject(error).always());
		Who.FLYWAY.needs(this.properties);
		assertFails(output, words);
	}

	private void assertFails(CapturedOutput output, String... words) {
		assertThatException().isThrownBy(this::start);
		String printed = output.toString();
		assertThat(printed).contains(FAILED).doesNotContain(MARKED);
		assertThat(printed.substring(printed.indexOf(FAILED))).contains("Description:", "Action:").contains(words);
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(this.properties.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new));
	}

	/**
	 * Who needs the database at the start.
	 */
	enum Who {

		NOBODY(""), FLYWAY("spring.flyway.enabled"), FLYWAY_OF_ITS_OWN("spring.flyway.enabled"),
		LIQUIBASE("spring.liquibase.enabled"), HIBERNATE("hibernate");

		private final String property;

		Who(String property) {
			this.property = property;
		}

		void needs(Map<String, String> properties) {
			for (String property : List.of("spring.flyway.enabled", "spring.liquibase.enabled")) {
				properties.put(property, Boolean.toString(this.property.equals(property)));
			}
			properties.put("spring.autoconfigure.exclude", ((this == HIBERNATE) ? ""
					: "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
							+ "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration,")
					+ "org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration");
		}

	}

	/**
	 * An application with whatever is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
