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

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.XADataSourceWrapper;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.github.pgsteady.pool.PgSteadyPoolAutoConfiguration;
import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PgSteadyUrlAutoConfiguration}. No database is connected to.
 */
@ExtendWith(OutputCaptureExtension.class)
class PgSteadyUrlAutoConfigurationTests {

	private static final String URL = "postgres://orders:s3cret@db.example.com:5433/orders?sslmode=require";

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final ApplicationContextRunner withoutDataSource = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(PgSteadyProviderAutoConfiguration.class, PgSteadyUrlAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader(SpringBootTest.class, org.h2.Driver.class))
		.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables)));

	private final ApplicationContextRunner contextRunner = this.withoutDataSource.withConfiguration(
			AutoConfigurations.of(PgSteadyPoolAutoConfiguration.class, DataSourceAutoConfiguration.class));

	@Test
	void databaseUrlAloneConfiguresTheDataSource(CapturedOutput output) {
		this.variables.put("DATABASE_URL", URL);
		this.contextRunner.run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getJdbcUrl())
				.isEqualTo("jdbc:postgresql://db.example.com:5433/orders?sslmode=require");
			assertThat(dataSource.getUsername()).isEqualTo("orders");
			assertThat(dataSource.getPassword()).isEqualTo("s3cret");
			assertThat(output).contains("Connecting to db.example.com:5433/orders, as 'DATABASE_URL' says")
				.doesNotContain("s3cret");
			assertThat(context.getBean(JdbcConnectionDetails.class).toString()).doesNotContain("s3cret");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "JDBC_DATABASE_URL", "DATABASE_URL", "POSTGRES_URL", "SPRING_DATASOURCE_URL" })
	void relativesAreRead(String name) {
		this.variables.put(name, URL);
		this.contextRunner
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getUsername()).isEqualTo("orders"));
	}

	@ParameterizedTest
	@CsvSource({ "spring.datasource.url, first", "MY_URL, second", "OTHER_URL, third", "JDBC_DATABASE_URL, fourth",
			"DATABASE_URL, fifth", "POSTGRES_URL, sixth", "PGHOST, seventh" })
	void precedenceIsThatOfTheDocumentation(String highest, String expected) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("spring.datasource.url", "postgres://first/db");
		all.put("MY_URL", "postgres://second/db");
		all.put("OTHER_URL", "postgres://third/db");
		all.put("JDBC_DATABASE_URL", "postgres://fourth/db");
		all.put("DATABASE_URL", "postgres://fifth/db");
		all.put("POSTGRES_URL", "postgres://sixth/db");
		all.put("PGHOST", "seventh");
		boolean reached = false;
		for (Map.Entry<String, String> variable : all.entrySet()) {
			reached = reached || variable.getKey().equals(highest);
			if (reached) {
				this.variables.put(variable.getKey().replace("spring.datasource.url", "SPRING_DATASOURCE_URL"),
						variable.getValue());
			}
		}
		this.contextRunner.withPropertyValues("pgsteady.url.variables=MY_URL,OTHER_URL")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
				.startsWith("jdbc:postgresql://" + expected + ":5432/"));
	}

	@Test
	void libpqVariablesAreRead() {
		this.variables.putAll(Map.of("PGHOST", "db.example.com", "PGPORT", "5433", "PGDATABASE", "my db", "PGUSER",
				"orders", "PGPASSWORD", "p@ss/w:rd%", "PGSSLMODE", "require"));
		this.contextRunner.run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getJdbcUrl())
				.isEqualTo("jdbc:postgresql://db.example.com:5433/my%20db?sslmode=require");
			assertThat(dataSource.getUsername()).isEqualTo("orders");
			assertThat(dataSource.getPassword()).isEqualTo("p@ss/w:rd%");
		});
	}

	@Test
	void herokuNamesUserAndPasswordApart() {
		this.variables
			.putAll(Map.of("JDBC_DATABASE_URL", "jdbc:postgresql://db.example.com:5432/orders?sslmode=require",
					"JDBC_DATABASE_USERNAME", "orders", "JDBC_DATABASE_PASSWORD", "s3cret"));
		this.contextRunner.run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getJdbcUrl())
				.isEqualTo("jdbc:postgresql://db.example.com:5432/orders?sslmode=require");
			assertThat(dataSource.getUsername()).isEqualTo("orders");
			assertThat(dataSource.getPassword()).isEqualTo("s3cret");
		});
	}

	@Test
	void urlsOfOthersAreSkipped() {
		this.variables.putAll(Map.of("DATABASE_URL", "mysql://u:p@h/db", "POSTGRES_URL", URL));
		this.contextRunner
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getUsername()).isEqualTo("orders"));
	}

	@Test
	void blankVariableIsNone() {
		this.variables.put("DATABASE_URL", " ");
		this.withoutDataSource
			.run((context) -> assertThat(context).doesNotHaveBean(PgSteadyUrlAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.datasource.url=jdbc:postgresql://mine.example.com/mine",
			"spring.datasource.hikari.jdbc-url=jdbc:postgresql://mine.example.com/mine",
			"spring.datasource.hikari.data-source-class-name=org.postgresql.ds.PGSimpleDataSource",
			"spring.datasource.jndi-name=java:comp/env/jdbc/mine", "spring.datasource.url=jdbc:h2:mem:mine",
			"spring.datasource.embedded-database-connection=h2" })
	void jdbcThatIsConfiguredStays(String property) {
		this.variables.put("DATABASE_URL", URL);
		this.withoutDataSource.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(PgSteadyUrlAutoConfiguration.class));
	}

	@Test
	void urlPropertyOfAnotherKindIsConvertedAndUserAndPasswordOfTheApplicationSurvive() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + URL, "spring.datasource.username=mine",
					"spring.datasource.password=my-s3cret")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(dataSource.getJdbcUrl()).startsWith("jdbc:postgresql://db.example.com:5433/orders");
				assertThat(dataSource.getUsername()).isEqualTo("mine");
				assertThat(dataSource.getPassword()).isEqualTo("my-s3cret");
			});
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + URL, "spring.datasource.hikari.username=hikaris")
			.run((context) -> {
				assertThat(context.getBean(HikariDataSource.class).getUsername()).isEqualTo("hikaris");
				assertThat(context.getBean(HikariDataSource.class).getPassword()).isEqualTo("s3cret");
			});
	}

	@Test
	void blankUserAndPasswordOfTheApplicationAreNone() {
		this.variables.put("DATABASE_URL", URL);
		this.contextRunner
			.withPropertyValues("spring.datasource.username=${DB_USER:}", "spring.datasource.password=${DB_PASSWORD:}")
			.run((context) -> {
				assertThat(context.getBean(HikariDataSource.class).getUsername()).isEqualTo("orders");
				assertThat(context.getBean(HikariDataSource.class).getPassword()).isEqualTo("s3cret");
			});
	}

	@Test
	void jdbcUrlWithOneSlashIsAnError() {
		this.contextRunner.withPropertyValues("spring.datasource.url=jdbc:postgresql:/db.example.com/orders")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(DatabaseUrlSyntaxException.class)
				.hasMessageContaining("two slashes"));
	}

	@Test
	void jdbcUrlWithCredentialsBeforeTheHostIsConverted() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://orders:s3cret@db.example.com/orders")
			.run((context) -> {
				assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
					.isEqualTo("jdbc:postgresql://db.example.com:5432/orders");
				assertThat(context.getBean(HikariDataSource.class).getPassword()).isEqualTo("s3cret");
			});
	}

	@Test
	void urlPropertyMayReferToAVariableWhateverItsValueLooksLike() {
		this.variables.put("MY_DB", "postgres://orders:p${x@db.example.com/orders");
		this.contextRunner.withPropertyValues("spring.datasource.url=${MY_DB}").run((context) -> {
			assertThat(context.getBean(HikariDataSource.class).getPassword()).isEqualTo("p${x");
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).contains("db.example.com");
		});
	}

	@Test
	void urlPropertyMayBeComposedOfVariables() {
		this.variables.putAll(Map.of("DB_USER", "orders", "DB_HOST", "db.example.com"));
		this.contextRunner.withPropertyValues("spring.datasource.url=postgres://${DB_USER}:s3cret@${DB_HOST}/orders")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getUsername()).isEqualTo("orders"));
	}

	@Test
	void placeholderThatNothingReplacesIsAnErrorThatNamesIt() {
		this.contextRunner.withPropertyValues("spring.datasource.url=${DATABASE_URL}")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(DatabaseUrlSyntaxException.class)
				.hasMessageContaining("'spring.datasource.url'")
				.hasMessageContaining("${DATABASE_URL}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres://orders:s3${cret@db.exa mple.com/orders",
			"postgres://orders:s3${cret}@db.exa mple.com/orders", "postgres://orders:s3cret}}@db.exa mple.com/orders" })
	void malformedUrlIsAnErrorWithoutThePassword(String url, CapturedOutput output) {
		this.variables.put("DATABASE_URL", url);
		this.contextRunner.run((context) -> {
			assertThat(context).hasFailed();
			StringBuilder messages = new StringBuilder();
			for (Throwable ex = context.getStartupFailure(); ex != null; ex = ex.getCause()) {
				messages.append(ex);
			}
			assertThat(messages.toString()).contains("DATABASE_URL").doesNotContain("s3", "cret");
			assertThat(output).doesNotContain("s3$", "cret");
		});
	}

	@Test
	void otherConnectionDetailsWin() {
		this.variables.put("DATABASE_URL", URL);
		this.contextRunner.withUserConfiguration(ContainerConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(JdbcConnectionDetails.class);
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
				.isEqualTo("jdbc:postgresql://container/db");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { URL, "postgres://orders:s3cret" })
	void backsOffBeforeADataSourceOfTheApplication(String url, CapturedOutput output) {
		this.variables.put("DATABASE_URL", url);
		this.contextRunner.withBean("mine", DataSource.class, PGSimpleDataSource::new).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(JdbcConnectionDetails.class);
			assertThat(output).doesNotContain("Connecting to");
		});
	}

	@Test
	void distributedTransactionsUseTheUrlToo() {
		this.variables.put("DATABASE_URL", URL);
		this.withoutDataSource.withConfiguration(AutoConfigurations.of(XADataSourceAutoConfiguration.class))
			.withBean(XADataSourceWrapper.class, () -> (xaDataSource) -> {
				PGSimpleDataSource dataSource = new PGSimpleDataSource();
				dataSource.setURL(((PGXADataSource) xaDataSource).getURL());
				return dataSource;
			})
			.run((context) -> assertThat(context.getBean(PGSimpleDataSource.class).getURL())
				.startsWith("jdbc:postgresql://db.example.com:5433/orders"));
	}

	@Test
	void aheadOfTimeTheDecisionIsLeftToRunTime() {
		ApplicationContextRunner aheadOfTime = this.contextRunner
			.withSystemProperties(AbstractAotProcessor.AOT_PROCESSING + "=true")
			.withClassLoader(new FilteredClassLoader(SpringBootTest.class));
		aheadOfTime.run((context) -> {
			assertThat(context).hasSingleBean(DatabaseUrlJdbcConnectionDetails.class);
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).startsWith("jdbc:h2:mem:");
			assertThat(context.getBean(HikariDataSource.class).getUsername()).isEqualTo("sa");
		});
		aheadOfTime.withPropertyValues("spring.datasource.url=jdbc:postgresql://mine.example.com/mine")
			.run((context) -> assertThat(context).doesNotHaveBean(DatabaseUrlJdbcConnectionDetails.class));
		aheadOfTime.withPropertyValues("pgsteady.url.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DatabaseUrlJdbcConnectionDetails.class));
		this.variables.putAll(Map.of("DATABASE_URL", URL, "RENDER", "true"));
		aheadOfTime
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getUsername()).isEqualTo("orders"));
	}

	@Test
	void noEmbeddedDatabaseIsChosenThenAVariableIsUsed() {
		this.variables.put("DATABASE_URL", URL);
		this.contextRunner.withClassLoader(new FilteredClassLoader(SpringBootTest.class))
			.withPropertyValues("spring.datasource.embedded-database-connection=none")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getUsername()).isEqualTo("orders"));
	}

	@Test
	void inTestsAVariableIsIgnoredAndItIsSaid(CapturedOutput output) {
		this.variables.put("DATABASE_URL", URL);
		ApplicationContextRunner tests = this.withoutDataSource
			.withClassLoader(new FilteredClassLoader(org.h2.Driver.class));
		tests.run((context) -> {
			assertThat(context).doesNotHaveBean(PgSteadyUrlAutoConfiguration.class);
			assertThat(output.getOut().lines().filter((line) -> line.contains("is ignored"))).singleElement()
				.asString()
				.contains("variable 'DATABASE_URL' is ignored: Spring Boot's test support is on the class path",
						"Set 'pgsteady.url.enabled=true' to use it");
		});
		tests.withPropertyValues("pgsteady.url.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(PgSteadyUrlAutoConfiguration.class));
		tests.withPropertyValues("spring.datasource.url=" + URL)
			.run((context) -> assertThat(context).hasSingleBean(PgSteadyUrlAutoConfiguration.class));
	}

	@Test
	void withAnEmbeddedDatabaseAVariableIsUsedOnThePlatformOnly(CapturedOutput output) {
		this.variables.put("DATABASE_URL", URL);
		ApplicationContextRunner embedded = this.contextRunner
			.withClassLoader(new FilteredClassLoader(SpringBootTest.class));
		embedded.run((context) -> {
			assertThat(context).doesNotHaveBean(PgSteadyUrlAutoConfiguration.class);
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).startsWith("jdbc:h2:");
			assertThat(output).contains("an embedded database (H2) is on the class path", "pgsteady.url.enabled=true");
		});
		embedded.withPropertyValues("pgsteady.url.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(PgSteadyUrlAutoConfiguration.class));
		for (Map.Entry<String, String> platform : Map
			.of("RAILWAY_ENVIRONMENT_NAME", "production", "RENDER", "true", "DYNO", "web.1", "KUBERNETES_SERVICE_HOST",
					"10.0.0.1", "KUBERNETES_SERVICE_PORT", "443")
			.entrySet()) {
			this.variables.put(platform.getKey(), platform.getValue());
			if (!platform.getKey().startsWith("KUBERNETES")) {
				embedded.run((context) -> assertThat(context).as(platform.getKey())
					.hasSingleBean(PgSteadyUrlAutoConfiguration.class));
				this.variables.remove(platform.getKey());
			}
		}
		embedded.run((context) -> assertThat(context).hasSingleBean(PgSteadyUrlAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pgsteady.url.enabled=false", "pgsteady.enabled=false" })
	void canBeSwitchedOff(String property) {
		this.variables.put("DATABASE_URL", URL);
		this.withoutDataSource.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(PgSteadyUrlAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutTheDriver() {
		this.variables.put("DATABASE_URL", URL);
		this.contextRunner.withClassLoader(new FilteredClassLoader(SpringBootTest.class, Driver.class))
			.run((context) -> assertThat(context).doesNotHaveBean(PgSteadyUrlAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutJdbc() {
		this.variables.put("DATABASE_URL", URL);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PgSteadyUrlAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PgSteadyUrlAutoConfiguration.class));
	}

	@Test
	void aTransactionPoolerIsSparedWhatItRefuses(CapturedOutput output) {
		this.variables.put("DATABASE_URL",
				"postgres://u:p@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?schema=public&options=-c%20a%3Db");
		this.contextRunner.run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getJdbcUrl())
				.isEqualTo("jdbc:postgresql://aws-0-eu-central-1.pooler.supabase.com:6543/postgres");
			assertThat(dataSource.getDataSourceProperties()).containsEntry("prepareThreshold", "0");
			assertThat(output).contains("DATABASE_URL: 'options' in the URL is not used");
		});
	}

	@Test
	void poolIsTunedForTheProviderInTheVariable() {
		this.variables.put("DATABASE_URL",
				"postgresql://u:p@ep-cool-darkness-123456.us-east-2.aws.neon.tech/neondb?sslmode=require&channel_binding=require&connection_limit=3");
		this.contextRunner.run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getMinimumIdle()).isZero();
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(3);
			assertThat(dataSource.getJdbcUrl()).contains("channelBinding=require");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerConfiguration {

		@Bean
		JdbcConnectionDetails containerDetails() {
			return new DatabaseUrlJdbcConnectionDetails("jdbc:postgresql://container/db", "u", "p", null);
		}

	}

}
