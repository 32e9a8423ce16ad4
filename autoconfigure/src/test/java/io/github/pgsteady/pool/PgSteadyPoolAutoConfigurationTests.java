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

package io.github.pgsteady.pool;

import java.time.Duration;
import java.util.Locale;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import io.github.pgsteady.connection.PatientDataSource;
import io.github.pgsteady.connection.PgSteadyConnectionAutoConfiguration;
import io.github.pgsteady.failure.PgSteadyFailureAutoConfiguration;
import io.github.pgsteady.link.KeepAliveSocketFactory;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.PgSteadyProviderAutoConfiguration;
import io.github.pgsteady.provider.Setting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PgSteadyPoolAutoConfiguration}. No database is connected to.
 */
@ExtendWith(OutputCaptureExtension.class)
class PgSteadyPoolAutoConfigurationTests {

	private static final String NEON = "jdbc:postgresql://ep-cool-darkness-123456.us-east-2.aws.neon.tech/neondb";

	private static final String PRISTINE = "jdbc:postgresql://db.example.com/orders";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PgSteadyFailureAutoConfiguration.class,
				PgSteadyConnectionAutoConfiguration.class, PgSteadyProviderAutoConfiguration.class,
				PgSteadyPoolAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader(SpringBootTest.class))
		.withPropertyValues("spring.datasource.username=orders", "spring.datasource.password=s3cret");

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					jdbc:postgresql://ep-cool-darkness-123456.us-east-2.aws.neon.tech/db        | 10 | 0 |  60 |  900 |   0 | 15 | 10 | 15 | require | -
					jdbc:postgresql://ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech/db | 10 | 0 |  60 |  900 |   0 | 15 | 10 | 15 | require | -
					jdbc:postgresql://db.abcdefghijklmnopqrst.supabase.co/postgres              | 10 | 1 | 300 | 1500 | 120 | 10 |  8 | 15 | require | -
					jdbc:postgresql://aws-0-eu-central-1.pooler.supabase.com:5432/postgres      |  4 | 1 |  60 |  285 | 120 | 10 |  8 | 15 | require | -
					jdbc:postgresql://aws-0-eu-central-1.pooler.supabase.com:6543/postgres      | 10 | 1 |  60 |  285 | 120 | 10 |  8 | 15 | require | 0
					jdbc:postgresql://shuttle.proxy.rlwy.net:15140/railway                      | 10 | 1 | 120 |  225 | 120 | 10 |  8 | 10 | -       | -
					jdbc:postgresql://postgres.railway.internal:5432/railway                    | 10 | 1 | 300 | 1500 | 120 | 10 |  8 | 10 | -       | -
					jdbc:postgresql://pgbouncer.railway.internal:5432/railway                   | 10 | 1 | 300 | 1500 | 120 | 10 |  8 | 10 | -       | -
					jdbc:postgresql://dpg-cabcdefghij0123456789-a.oregon-postgres.render.com/db | 10 | 1 | 300 | 1500 | 120 | 10 |  8 | 10 | require | -
					jdbc:postgresql://dpg-cabcdefghij0123456789-a/db                            | 10 | 1 | 300 | 1500 | 120 | 10 |  8 | 10 | -       | -
					jdbc:postgresql://db.example.com/orders                                     | 10 | -1 | 600 | 1800 | 120 | 30 | - | 15 | -       | -
					""")
	void eachProviderGetsTheDocumentedSettings(String url, int maximumPoolSize, int minimumIdle, int idleTimeout,
			int maxLifetime, int keepaliveTime, int connectionTimeout, String connectTimeout, String loginTimeout,
			String sslmode, String prepareThreshold) {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + url).run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(maximumPoolSize);
			assertThat(dataSource.getMinimumIdle()).isEqualTo(minimumIdle);
			assertThat(dataSource.getIdleTimeout()).isEqualTo(idleTimeout * 1000L);
			assertThat(dataSource.getMaxLifetime()).isEqualTo(maxLifetime * 1000L);
			assertThat(dataSource.getKeepaliveTime()).isEqualTo(keepaliveTime * 1000L);
			assertThat(dataSource.getConnectionTimeout()).isEqualTo(connectionTimeout * 1000L);
			assertThat(property(dataSource, "connectTimeout")).isEqualTo(connectTimeout);
			assertThat(property(dataSource, "loginTimeout")).isEqualTo(loginTimeout);
			assertThat(property(dataSource, "sslmode")).isEqualTo(sslmode);
			assertThat(property(dataSource, "prepareThreshold")).isEqualTo(prepareThreshold);
			assertThat(property(dataSource, "tcpKeepAlive")).isEqualTo("true");
			assertThat(property(dataSource, "socketFactory")).isEqualTo(KeepAliveSocketFactory.class.getName());
			assertThat(property(dataSource, "socketFactoryArg")).isEqualTo("25,10,5");
		});
	}

	@Test
	void poolGetsItsConnectionsWithPatience() {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON)
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getDataSource())
				.isInstanceOf(PatientDataSource.class)
				.hasToString("PatientDataSource of 'dataSource'"));
	}

	@ParameterizedTest
	@CsvSource({ "pgsteady.connection.enabled=false", "pgsteady.pool.enabled=false", "pgsteady.enabled=false",
			"pgsteady.data-sources.dataSource.enabled=false", "spring.datasource.url=jdbc:h2:mem:orders" })
	void poolGetsItsConnectionsByItself(String property) {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON, property)
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getDataSource()).isNull());
	}

	@Test
	void negativeStartupWaitIsRefused() {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON, "pgsteady.startup.wait=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("pgsteady.startup.wait"));
	}

	@Test
	void explicitPropertyWins() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + NEON, "spring.datasource.hikari.maximum-pool-size=23")
			.run((context) -> {
				assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(23);
				PlannedSetting planned = plan(context.getBean(PoolPlans.class)).get(Setting.MAXIMUM_POOL_SIZE);
				assertThat(planned.origin()).isEqualTo(SettingOrigin.APPLICATION);
				assertThat(planned.reason()).contains("'spring.datasource.hikari.maximum-pool-size'");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "minimum-idle", "minimumIdle", "MINIMUM_IDLE" })
	void explicitPropertyWinsInEachSpelling(String name) {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + NEON, "spring.datasource.hikari." + name + "=3")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isEqualTo(3));
	}

	@ParameterizedTest
	@CsvSource({ "idle-timeout, 600000", "max-lifetime, 1800000", "keepalive-time, 120000", "connection-timeout, 30000",
			"validation-timeout, 5000", "maximum-pool-size, 10" })
	void explicitPropertyWinsAlsoWhenItEqualsHikarisDefault(String name, String value) {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + NEON, "spring.datasource.hikari." + name + "=" + value)
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				PlannedSetting planned = plan(context.getBean(PoolPlans.class)).settings()
					.stream()
					.filter((setting) -> setting.setting().getId().equals(name))
					.findFirst()
					.orElseThrow();
				assertThat(planned.origin()).isEqualTo(SettingOrigin.APPLICATION);
				HikariProperty property = HikariProperty.of(planned.setting());
				assertThat(property.get(dataSource)).isEqualTo(property.getDefaultValue());
			});
	}

	@Test
	void parameterOfTheUrlWins() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + NEON
					+ "?sslmode=verify-full&loginTimeout=3&prepareThreshold=9&ApplicationName=mine")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(dataSource.getDataSourceProperties()).doesNotContainKeys("sslmode", "loginTimeout",
						"prepareThreshold", "ApplicationName");
				assertThat(plan(context.getBean(PoolPlans.class)).get(Setting.SSLMODE).reason())
					.isEqualTo("You set it: 'sslmode' in the URL");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "ssl=true", "sslfactory=org.postgresql.ssl.NonValidatingFactory" })
	void anotherWordOfTheUrlOnTlsWins(String parameter) {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON + "?" + parameter)
			.run((context) -> assertThat(property(context.getBean(HikariDataSource.class), "sslmode")).isNull());
	}

	@Test
	void dataSourcePropertyWins() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + NEON,
					"spring.datasource.hikari.data-source-properties.loginTimeout=3",
					"spring.datasource.hikari.data-source-properties.socketFactory=com.example.MySocketFactory")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(property(dataSource, "loginTimeout")).isEqualTo("3");
				assertThat(property(dataSource, "socketFactory")).isEqualTo("com.example.MySocketFactory");
				assertThat(property(dataSource, "socketFactoryArg")).isNull();
			});
	}

	@Test
	void poolParametersOfTheUrlAreHonouredUnlessAPropertySaysOtherwise() {
		String url = NEON + "?connection_limit=3&pool_timeout=20";
		this.contextRunner.withPropertyValues("spring.datasource.url=" + url).run((context) -> {
			assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(3);
			assertThat(context.getBean(HikariDataSource.class).getConnectionTimeout()).isEqualTo(20000);
		});
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + url, "spring.datasource.hikari.maximum-pool-size=5")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(5));
	}

	@Test
	void applicationNameIsThatOfTheApplication() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + PRISTINE, "spring.application.name=orders service")
			.run((context) -> assertThat(property(context.getBean(HikariDataSource.class), "ApplicationName"))
				.isEqualTo("orders service"));
		this.contextRunner.withPropertyValues("spring.datasource.url=" + PRISTINE)
			.run((context) -> assertThat(property(context.getBean(HikariDataSource.class), "ApplicationName"))
				.isNull());
	}

	@Test
	void connectionDetailsThatReplaceTheUrlDecide() {
		this.contextRunner.withUserConfiguration(NeonDetailsConfiguration.class)
			.withPropertyValues("spring.datasource.url=" + PRISTINE)
			.run((context) -> {
				assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isZero();
				assertThat(plan(context.getBean(PoolPlans.class)).detection().getProvider()).isEqualTo("neon");
			});
	}

	@Test
	void severalDataSourcesAreTunedEachWithPropertiesOfItsOwnPrefix() {
		this.contextRunner.withUserConfiguration(TwoDataSourcesConfiguration.class)
			.withPropertyValues("app.first.jdbc-url=" + NEON, "app.first.maximum-pool-size=3",
					"app.second.jdbc-url=jdbc:postgresql://aws-0-eu-central-1.pooler.supabase.com:5432/postgres",
					"app.second.idle-timeout=600000", "spring.datasource.hikari.maximum-pool-size=99")
			.run((context) -> {
				HikariDataSource first = context.getBean("first", HikariDataSource.class);
				HikariDataSource second = context.getBean("second", HikariDataSource.class);
				assertThat(first.getMaximumPoolSize()).isEqualTo(3);
				assertThat(first.getMinimumIdle()).isZero();
				assertThat(second.getMaximumPoolSize()).isEqualTo(4);
				assertThat(second.getIdleTimeout()).isEqualTo(600000);
				assertThat(context.getBean(PoolPlans.class).getAll()).extracting(PoolPlan::dataSource)
					.containsExactlyInAnyOrder("first", "second");
			});
	}

	@Test
	void dataSourceCanBeExcludedByName() {
		this.contextRunner.withUserConfiguration(TwoDataSourcesConfiguration.class)
			.withPropertyValues("app.first.jdbc-url=" + NEON, "app.second.jdbc-url=" + NEON,
					"pgsteady.data-sources.second.enabled=false")
			.run((context) -> {
				assertThat(context.getBean("first", HikariDataSource.class).getMinimumIdle()).isZero();
				assertThat(context.getBean("second", HikariDataSource.class).getMinimumIdle()).isEqualTo(-1);
				assertThat(context.getBean(PoolPlans.class).get("second")).isNull();
			});
	}

	@Test
	void valuesSetInCodeStay() {
		this.contextRunner.withUserConfiguration(CodeConfiguration.class).run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(7);
			assertThat(dataSource.getMinimumIdle()).isZero();
			assertThat(context.getBean(PoolPlans.class).get("inCode").get(Setting.MAXIMUM_POOL_SIZE).reason())
				.isEqualTo("You set it: in code");
		});
	}

	@Test
	void hikariConfigBeanThatAPoolIsCreatedFromIsTuned() {
		this.contextRunner.withUserConfiguration(HikariConfigConfiguration.class).run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getKeepaliveTime()).isZero();
			assertThat(dataSource.getMaximumPoolSize()).isEqualTo(6);
			assertThat(context.getBean(PoolPlans.class).getAll()).extracting(PoolPlan::dataSource)
				.containsExactly("fromConfig");
		});
	}

	@Test
	void dataSourceThatHasStartedIsLeftAloneWithAWarning(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(StartedConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(PoolPlans.class).getAll()).isEmpty();
			assertThat(output.getOut().lines().filter((line) -> line.contains("is not tuned"))).singleElement()
				.asString()
				.contains("DataSource 'started' is not tuned: it had started");
		});
	}

	@Test
	void dataSourceClassOfTheDriverIsTuned() {
		this.contextRunner.withUserConfiguration(DataSourceClassConfiguration.class).run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getMinimumIdle()).isZero();
			assertThat(property(dataSource, "sslmode")).isEqualTo("require");
		});
	}

	@Test
	void otherDatabasesAreLeftAlone() {
		this.contextRunner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:test").run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getDataSourceProperties()).isEmpty();
			assertThat(context.getBean(PoolPlans.class).getAll()).isEmpty();
		});
	}

	@Test
	void dataSourcesThatAreNotHikariAreLeftAlone() {
		this.contextRunner.withBean(DataSource.class, PGSimpleDataSource::new).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(PoolPlans.class).getAll()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "pgsteady.enabled=false", "pgsteady.pool.enabled=false" })
	void canBeSwitchedOff(String property) {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON, property).run((context) -> {
			assertThat(context).doesNotHaveBean(PgSteadyPoolAutoConfiguration.class);
			assertThat(context.getBean(HikariDataSource.class).getDataSourceProperties()).isEmpty();
		});
		this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON, "pgsteady.enabled=false")
			.run((context) -> assertThat(context.getBeanDefinitionNames())
				.noneMatch((name) -> name.toLowerCase(Locale.ROOT).contains("pgsteady")));
	}

	@Test
	void backsOffWithoutHikari() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HikariDataSource.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PgSteadyPoolAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutTheDriver() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Driver.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PgSteadyPoolAutoConfiguration.class));
	}

	@Test
	void inTestsIdleConnectionsAreGivenBackAtOnceAndTheMaximumStays() {
		this.contextRunner.withClassLoader(getClass().getClassLoader())
			.withPropertyValues(
					"spring.datasource.url=jdbc:postgresql://aws-0-eu-central-1.pooler.supabase.com:5432/postgres")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(dataSource.getMinimumIdle()).isZero();
				assertThat(dataSource.getIdleTimeout()).isEqualTo(Duration.ofSeconds(10).toMillis());
				assertThat(dataSource.getMaximumPoolSize()).isEqualTo(4);
				assertThat(plan(context.getBean(PoolPlans.class)).get(Setting.MINIMUM_IDLE).origin())
					.isEqualTo(SettingOrigin.DEVELOPMENT);
			});
	}

	@Test
	void valuesForTheProviderWinOverThoseForDevelopment() {
		this.contextRunner.withClassLoader(getClass().getClassLoader())
			.withPropertyValues("spring.datasource.url=" + NEON, "pgsteady.providers.neon.minimum-idle=2")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isEqualTo(2));
	}

	@Test
	void developmentCanBeSwitchedOnAndOff() {
		this.contextRunner.withClassLoader(getClass().getClassLoader())
			.withPropertyValues("spring.datasource.url=" + PRISTINE, "pgsteady.pool.development=false")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isEqualTo(-1));
		this.contextRunner.withPropertyValues("spring.datasource.url=" + PRISTINE, "pgsteady.pool.development=true")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isZero());
	}

	@Test
	void oneLineSaysWhatWasDoneWithoutCredentials(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + NEON + "?user=dbuser&password=urls3cret",
					"spring.datasource.hikari.maximum-pool-size=5")
			.run((context) -> {
				context.getBean(DataSource.class);
				assertThat(output.getOut().lines().filter((line) -> line.contains("is tuned for"))).singleElement()
					.asString()
					.contains(
							"DataSource 'dataSource' is tuned for neon (direct, may sleep; host 'ep-cool-darkness-123456")
					.contains(
							"maximum-pool-size=5 (yours), minimum-idle=0, idle-timeout=1m, max-lifetime=15m, keepalive-time=0s");
				assertThat(output).doesNotContain("urls3cret").doesNotContain("s3cret").doesNotContain("dbuser");
			});
	}

	@Test
	void oneLineSaysWhatWasDoneToAnyOtherPostgreSql(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + PRISTINE)
			.run((context) -> assertThat(output)
				.contains("is tuned for generic (direct; the host is none of a known provider): login-timeout=15s"));
	}

	@Test
	void credentialsBeforeTheHostAreNotShown(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(TwoDataSourcesConfiguration.class)
			.withPropertyValues("app.first.jdbc-url=jdbc:postgresql://dbuser:urls3cret@shuttle.proxy.rlwy.net:15140/db",
					"app.second.jdbc-url=jdbc:postgresql://x\nFAKE.proxy.rlwy.net/db", "pgsteady.url.enabled=false")
			.run((context) -> {
				PoolPlan plan = context.getBean(PoolPlans.class).get("first");
				assertThat(plan.detection().getProvider()).isEqualTo("railway");
				assertThat(plan.toString()).doesNotContain("s3cret");
				assertThat(output).doesNotContain("urls3cret");
				assertThat(output.getOut().lines()).noneMatch((line) -> line.startsWith("FAKE"));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres://dbuser:urls3cret@db.example.com/db",
			"postgresql://dbuser:urls3cret@db.example.com/db", "jdbc:postgres://dbuser:urls3cret@db.example.com/db" })
	void urlThatIsNotJdbcIsAnErrorWithoutCredentials(String url, CapturedOutput output) {
		this.contextRunner.withUserConfiguration(TwoDataSourcesConfiguration.class)
			.withPropertyValues("app.first.jdbc-url=" + url, "app.second.jdbc-url=" + NEON)
			.run((context) -> {
				assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("DataSource 'first'")
					.hasMessageContaining("jdbc:postgresql://host:5432/database");
				assertThat(output).doesNotContain("urls3cret");
			});
	}

	@Test
	void valuesForTheDriverDoNotDependOnTheLocale() {
		Locale locale = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("ar-EG"));
		try {
			this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON).run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(property(dataSource, "socketFactoryArg")).isEqualTo("25,10,5");
				assertThat(property(dataSource, "loginTimeout")).isEqualTo("15");
			});
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	@Test
	void explicitPropertyWinsOnAScopedBeanToo() {
		this.contextRunner.withUserConfiguration(ScopedConfiguration.class)
			.withPropertyValues("app.scoped.jdbc-url=" + NEON, "app.scoped.keepalive-time=120000")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean("scopedTarget.first", HikariDataSource.class);
				assertThat(dataSource.getKeepaliveTime()).isEqualTo(120000);
				assertThat(dataSource.getMinimumIdle()).isZero();
				assertThat(context.getBean(PoolPlans.class).get("first")).isNotNull();
			});
	}

	@Test
	void poolThatWasCreatedTooEarlyIsTold(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(EarlyConfiguration.class)
			.withPropertyValues("spring.datasource.url=" + NEON)
			.run((context) -> assertThat(output.getOut().lines().filter((line) -> line.contains("is not tuned")))
				.singleElement()
				.asString()
				.contains("DataSource 'early' is not tuned"));
	}

	@Test
	void driverPropertyInAnotherSpellingIsNotTheDriversOwn() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + NEON,
					"spring.datasource.hikari.data-source-properties.logintimeout=3")
			.run((context) -> assertThat(property(context.getBean(HikariDataSource.class), "loginTimeout"))
				.isEqualTo("15"));
	}

	@Test
	void dataSourceClassOnAPoolerIsToldByItsPortWhateverItsType() {
		this.contextRunner.withBean("pooled", HikariDataSource.class, () -> {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setDataSourceClassName(PGSimpleDataSource.class.getName());
			dataSource.addDataSourceProperty("serverName", "aws-0-eu-central-1.pooler.supabase.com");
			dataSource.addDataSourceProperty("portNumber", 6543);
			return dataSource;
		}).run((context) -> {
			PoolPlan plan = context.getBean(PoolPlans.class).get("pooled");
			assertThat(plan.detection().getEndpoint().kind()).isEqualTo(EndpointKind.TRANSACTION_POOLER);
			assertThat(plan.get(Setting.PREPARE_THRESHOLD).value()).isEqualTo(0);
			assertThat(plan.get(Setting.LOGIN_TIMEOUT).reason()).contains("connection-timeout");
		});
	}

	@Test
	void leakDetectionOfTheApplicationStaysOn() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://shuttle.proxy.rlwy.net:15140/railway",
					"spring.datasource.hikari.leak-detection-threshold=300000")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				dataSource.validate();
				assertThat(dataSource.getLeakDetectionThreshold()).isEqualTo(300000);
			});
	}

	@Test
	void springProfileNamedLikeAProviderSelectsIt() {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + PRISTINE, "spring.profiles.active=neon")
			.run((context) -> {
				assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isZero();
				assertThat(property(context.getBean(HikariDataSource.class), "sslmode")).isNull();
			});
	}

	@Test
	void unknownProviderFailsWithAnErrorThatNamesTheProperty() {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON, "pgsteady.provider=noen")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("pgsteady.provider")
				.hasMessageContaining("noen"));
	}

	@Test
	void planSaysWhoDecidedAndWhy() {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + NEON).run((context) -> {
			PoolPlan plan = plan(context.getBean(PoolPlans.class));
			assertThat(plan.detection().getEndpoint().kind()).isEqualTo(EndpointKind.DIRECT);
			assertThat(plan.settings()).extracting(PlannedSetting::setting).containsExactly(Setting.values());
			assertThat(plan.settings()).allSatisfy((setting) -> assertThat(setting.reason()).isNotBlank());
			PlannedSetting keepalive = plan.get(Setting.KEEPALIVE_TIME);
			assertThat(keepalive.value()).isEqualTo(Duration.ZERO);
			assertThat(keepalive.origin()).isEqualTo(SettingOrigin.PROVIDER);
			assertThat(keepalive.source()).contains("monitor.rs");
		});
	}

	private PoolPlan plan(PoolPlans plans) {
		return plans.get("dataSource");
	}

	private String property(HikariDataSource dataSource, String name) {
		return dataSource.getDataSourceProperties().getProperty(name);
	}

	@Configuration(proxyBeanMethods = false)
	static class NeonDetailsConfiguration {

		@Bean
		JdbcConnectionDetails details() {
			return new JdbcConnectionDetails() {

				@Override
				public String getUsername() {
					return "u";
				}

				@Override
				public String getPassword() {
					return "p";
				}

				@Override
				public String getJdbcUrl() {
					return NEON;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class TwoDataSourcesConfiguration {

		@Bean
		@ConfigurationProperties("app.first")
		HikariDataSource first() {
			return new HikariDataSource();
		}

		@Bean
		@ConfigurationProperties("app.second")
		HikariDataSource second() {
			return new HikariDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class ScopedConfiguration {

		@Bean
		@Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		@ConfigurationProperties("app.scoped")
		HikariDataSource first() {
			return new HikariDataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyConfiguration {

		@Bean
		HikariDataSource early() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(NEON);
			return dataSource;
		}

		@Bean
		static BeanFactoryPostProcessor tooEarly() {
			return (beanFactory) -> beanFactory.getBean("early");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CodeConfiguration {

		@Bean
		HikariDataSource inCode() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(NEON);
			dataSource.setMaximumPoolSize(7);
			return dataSource;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HikariConfigConfiguration {

		@Bean
		HikariConfig hikariConfig() {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl("jdbc:postgresql://ep-a.localhost.neon.tech:1/db");
			config.setMaximumPoolSize(6);
			config.setInitializationFailTimeout(-1);
			return config;
		}

		@Bean
		HikariDataSource fromConfig(HikariConfig hikariConfig) {
			return new HikariDataSource(hikariConfig);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StartedConfiguration {

		@Bean
		HikariDataSource started() {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl("jdbc:postgresql://localhost:1/db");
			config.setMinimumIdle(0);
			config.setInitializationFailTimeout(-1);
			return new HikariDataSource(config);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DataSourceClassConfiguration {

		@Bean
		HikariDataSource dataSource() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setDataSourceClassName(PGSimpleDataSource.class.getName());
			dataSource.addDataSourceProperty("serverName", "ep-cool-darkness-123456.us-east-2.aws.neon.tech");
			return dataSource;
		}

	}

}
