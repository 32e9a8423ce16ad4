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

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProviderDetector}.
 */
class ProviderDetectorTests {

	private static final String NEON = "ep-cool-darkness-123456.us-east-2.aws.neon.tech";

	private static final String SUPABASE = "aws-0-eu-central-1.pooler.supabase.com";

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void tellsTheProviderByTheHost() {
		Detection detection = detect(NEON, 5432);
		assertThat(detection.getProvider()).isEqualTo("neon");
		assertThat(detection.getReason()).isEqualTo("host '" + NEON + "' is one of neon");
		assertThat(detection.maySleep()).isTrue();
		assertThat(detection.getContradictions()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "db.example.com", "postgres", "10.1.2.3" })
	void whenNothingTellsTheProviderThenItIsGeneric(String host) {
		Detection detection = detect(host, 5432);
		assertThat(detection.getProvider()).isEqualTo("generic");
		assertThat(detection.getReason()).isEqualTo("the host is none of a known provider");
		assertThat(detection.getValue(Setting.SSLMODE)).isNull();
	}

	@Test
	void whenTheHostIsNotKnownThenItIsGeneric() {
		assertThat(detect(null, 5432).getProvider()).isEqualTo("generic");
	}

	@Test
	void propertyForTheDataSourceWinsOverTheCommonOne() {
		this.environment.withProperty("pgsteady.provider", "railway")
			.withProperty("pgsteady.data-sources.dataSource.provider", "render");
		assertThat(detect("localhost", 5432).getProvider()).isEqualTo("render");
	}

	@Test
	void beanNameFromAnEnvironmentVariableIsRecognised() {
		this.environment.withProperty("pgsteady.data-sources.datasource.provider", "render");
		assertThat(detect("localhost", 5432).getProvider()).isEqualTo("render");
	}

	@Test
	void propertyWinsOverSpringProfile() {
		this.environment.withProperty("pgsteady.provider", "railway");
		this.environment.setActiveProfiles("neon");
		Detection detection = detect("localhost", 5432);
		assertThat(detection.getProvider()).isEqualTo("railway");
		assertThat(detection.getReason()).isEqualTo("'pgsteady.provider' is 'railway'");
	}

	@Test
	void springProfileWinsOverTheHost() {
		this.environment.setActiveProfiles("web", "railway");
		Detection detection = detect(NEON, 5432);
		assertThat(detection.getProvider()).isEqualTo("railway");
		assertThat(detection.getContradictions()).singleElement()
			.asString()
			.contains("Spring profile 'railway' is active", "is one of neon");
	}

	@Test
	void whenSpringProfilesNameTwoProvidersThenTheHostDecides() {
		this.environment.setActiveProfiles("railway", "neon");
		Detection detection = detect(NEON, 5432);
		assertThat(detection.getProvider()).isEqualTo("neon");
		assertThat(detection.getContradictions()).singleElement()
			.asString()
			.contains("[railway, neon]", "'neon' is used");
	}

	@Test
	void springProfileAgainstALocalContainerSetsThePoolButNeitherTlsNorPreparedStatements() {
		this.environment.setActiveProfiles("neon");
		Detection detection = detect("localhost", 5432);
		assertThat(detection.getProvider()).isEqualTo("neon");
		assertThat(detection.getValue(Setting.MINIMUM_IDLE)).isNotNull();
		assertThat(detection.getValue(Setting.SSLMODE)).isNull();
		assertThat(detection.getValue(Setting.PREPARE_THRESHOLD)).isNull();
		assertThat(detection.getContradictions()).isEmpty();
	}

	@Test
	void whenAProviderIsNamedOnAnotherOnesHostThenTlsAndPreparedStatementsFollowTheUrl() {
		this.environment.withProperty("pgsteady.provider", "neon");
		Detection detection = detect(SUPABASE, 6543);
		assertThat(detection.getValue(Setting.PREPARE_THRESHOLD).value()).isEqualTo(0);
		assertThat(detection.getContradictions()).singleElement()
			.asString()
			.contains("'pgsteady.provider' is 'neon'", "is one of supabase");
	}

	@Test
	void privateHostBelongsToThePlatformThatRunsTheApplication() {
		this.environment.withProperty("RAILWAY_ENVIRONMENT_NAME", "production");
		Detection detection = detect("my-database", 5432);
		assertThat(detection.getProvider()).isEqualTo("railway");
		assertThat(detection.getEndpoint().privateNetwork()).isTrue();
		assertThat(detection.getReason()).contains("private").contains("railway");
	}

	@ParameterizedTest
	@ValueSource(strings = { "db.example.com", "localhost", "127.0.0.1", "[::1]", "34.1.2.3" })
	void platformSaysNothingOfAHostThatIsNotPrivate(String host) {
		this.environment.withProperty("RENDER", "true");
		assertThat(detect(host, 5432).getProvider()).isEqualTo("generic");
	}

	@Test
	void applicationOnRenderWithADatabaseOnNeonGetsNeon() {
		this.environment.withProperty("RENDER", "true");
		assertThat(detect(NEON, 5432).getProvider()).isEqualTo("neon");
	}

	@Test
	void railwayUrlThatWasRepointedIsATransactionPooler() {
		this.environment.withProperty("DATABASE_UNPOOLED_URL",
				"postgresql://postgres:secret@postgres.railway.internal:5432/railway");
		Detection detection = detect("orders-pool.railway.internal", 5432);
		assertThat(detection.getEndpoint().kind()).isEqualTo(EndpointKind.TRANSACTION_POOLER);
		assertThat(detection.getReason()).contains("DATABASE_UNPOOLED_URL").doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql://postgres:secret@postgres.railway.internal:5432/railway",
			"postgresql://postgres:secret@postgres.railway.internal/railway",
			"postgresql://postgres:secret@postgres.railway.internal",
			"postgresql://postgres.railway.internal:5432/railway",
			"jdbc:postgresql://postgres.railway.internal:5432/railway?user=postgres",
			"postgresql://u:p@other.railway.internal:5432,POSTGRES.railway.internal:5432/railway",
			"postgresql://u:p@postgres.railway.internal?sslmode=disable" })
	void railwayUrlThatAvoidsThePoolerIsDirect(String unpooled) {
		this.environment.withProperty("DATABASE_UNPOOLED_URL", unpooled);
		assertThat(detect("postgres.railway.internal", 5432).getEndpoint().kind()).isEqualTo(EndpointKind.DIRECT);
	}

	@Test
	void unpooledVariableSaysNothingOfAnotherProvidersHost() {
		this.environment.withProperty("DATABASE_UNPOOLED_URL",
				"postgresql://u:p@postgres.railway.internal:5432/railway");
		assertThat(detect("db.example.com", 5432).getEndpoint().kind()).isEqualTo(EndpointKind.DIRECT);
	}

	@Test
	void parameterOfTheUrlTellsAPooler() {
		Detection detection = new ProviderDetector(ProviderCatalog.from(this.environment), properties(),
				this.environment)
			.detect("dataSource", "db.example.com", 5432, true);
		assertThat(detection.getEndpoint().kind()).isEqualTo(EndpointKind.TRANSACTION_POOLER);
		assertThat(detection.getValue(Setting.PREPARE_THRESHOLD).value()).isEqualTo(0);
	}

	@Test
	void userSaysWhetherItMaySleep() {
		this.environment.withProperty("pgsteady.may-sleep", "false");
		assertThat(detect(NEON, 5432).maySleep()).isFalse();
		assertThat(detect(NEON, 5432).getValue(Setting.MINIMUM_IDLE).value()).isEqualTo(1);
		this.environment.withProperty("pgsteady.data-sources.dataSource.may-sleep", "true");
		assertThat(detect(NEON, 5432).maySleep()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { NEON, SUPABASE, "db.example.com", "postgres.railway.internal" })
	void whatMaySleepIsLeftInPeaceWithEachProvider(String host) {
		this.environment.withProperty("pgsteady.may-sleep", "true");
		Detection detection = detect(host, 5432);
		assertThat(detection.getValue(Setting.MINIMUM_IDLE).value()).isEqualTo(0);
		assertThat(detection.getValue(Setting.KEEPALIVE_TIME).value()).isEqualTo(Duration.ZERO);
		assertThat(detection.getValue(Setting.IDLE_TIMEOUT).value()).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void userOverridesASingleValue() {
		this.environment.withProperty("pgsteady.providers.neon.maximum-pool-size", "7");
		ProfileValue value = detect(NEON, 5432).getValue(Setting.MAXIMUM_POOL_SIZE);
		assertThat(value.value()).isEqualTo(7);
		assertThat(value.property()).isEqualTo("pgsteady.providers.neon.maximum-pool-size");
		assertThat(detect(NEON, 5432).getValue(Setting.MAX_LIFETIME).property()).isNull();
	}

	@Test
	void userOverridesAValueForOneKindOfEndpoint() {
		this.environment.withProperty("pgsteady.providers.supabase.session-pooler.maximum-pool-size", "2");
		assertThat(detect(SUPABASE, 5432).getValue(Setting.MAXIMUM_POOL_SIZE).value()).isEqualTo(2);
		assertThat(detect(SUPABASE, 6543).getValue(Setting.MAXIMUM_POOL_SIZE).value()).isEqualTo(10);
	}

	@Test
	void whatTheUserSaysOfTheProviderWinsOverABuiltInValueForTheEndpoint() {
		this.environment.withProperty("pgsteady.providers.supabase.maximum-pool-size", "3");
		assertThat(detect(SUPABASE, 5432).getValue(Setting.MAXIMUM_POOL_SIZE).value()).isEqualTo(3);
	}

	@Test
	void whatTheUserSaysOfGenericHoldsWhereAProviderSaysNothing() {
		this.environment.withProperty("pgsteady.providers.generic.tcp-keep-alive-idle", "20s")
			.withProperty("pgsteady.providers.generic.max-lifetime", "5m");
		assertThat(detect(NEON, 5432).getValue(Setting.TCP_KEEP_ALIVE_IDLE).value()).isEqualTo(Duration.ofSeconds(20));
		assertThat(detect(NEON, 5432).getValue(Setting.MAX_LIFETIME).value()).isEqualTo(Duration.ofMinutes(15));
		assertThat(detect("db.example.com", 5432).getValue(Setting.MAX_LIFETIME).value())
			.isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void providerOfTheUserInheritsFromGeneric() {
		this.environment.withProperty("pgsteady.providers.acme.hosts", "*.acme.example")
			.withProperty("pgsteady.providers.acme.maximum-pool-size", "8");
		Detection detection = detect("db.acme.example", 5432);
		assertThat(detection.getProvider()).isEqualTo("acme");
		assertThat(detection.getValue(Setting.MAXIMUM_POOL_SIZE).value()).isEqualTo(8);
		assertThat(detection.getValue(Setting.LOGIN_TIMEOUT)).isNotNull();
	}

	@Test
	void namesOfProvidersAreNotCaseSensitive() {
		this.environment.withProperty("pgsteady.provider", "Neon")
			.withProperty("pgsteady.providers.Neon.maximum-pool-size", "3");
		assertThat(detect("localhost", 5432).getProvider()).isEqualTo("neon");
		assertThat(detect("localhost", 5432).getValue(Setting.MAXIMUM_POOL_SIZE).value()).isEqualTo(3);
	}

	@Test
	void namedProviderDoesNotContradictAPoolerOnAnUnknownHost() {
		this.environment.withProperty("pgsteady.provider", "neon");
		Detection detection = new ProviderDetector(ProviderCatalog.from(this.environment), properties(),
				this.environment)
			.detect("dataSource", "pg.example.com", 6432, true);
		assertThat(detection.getContradictions()).isEmpty();
		assertThat(detection).hasToString("neon (generic transaction-pooler; 'pgsteady.provider' is 'neon')");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{id:[}", "2001:db8::1", "http://db.example.com", "*:99999", "*:0", "db.example.com/db",
			"a b", "user@host" })
	void whenAHostPatternCannotBeThenTheErrorNamesThePropertyAndThePattern(String pattern) {
		this.environment.withProperty("pgsteady.providers.acme.transaction-pooler.hosts", pattern);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> detect(NEON, 5432))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("pgsteady.providers.acme.transaction-pooler.hosts");
				assertThat(ex.getValue()).isEqualTo(pattern);
			});
	}

	@Test
	void whenAnUnknownProviderIsNamedThenTheErrorNamesThePropertyAndTheKnownOnes() {
		this.environment.withProperty("pgsteady.provider", "noen");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> detect(NEON, 5432))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("pgsteady.provider");
				assertThat(ex.getReason()).contains("neon, railway, supabase, render, generic",
						"pgsteady.providers.noen");
			});
	}

	@Test
	void whenASettingIsImpossibleThenTheErrorNamesThePropertyAndTheBound() {
		this.environment.withProperty("pgsteady.providers.neon.sleeping.keepalive-time", "10s");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> detect(NEON, 5432).getValue(Setting.KEEPALIVE_TIME))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("pgsteady.providers.neon.sleeping.keepalive-time");
				assertThat(ex.getReason()).isEqualTo("Must be 0 or at least 30s");
			});
	}

	private Detection detect(String host, int port) {
		return new ProviderDetector(ProviderCatalog.from(this.environment), properties(), this.environment)
			.detect("dataSource", host, port, false);
	}

	private PgSteadyProperties properties() {
		return new Binder(ConfigurationPropertySources.get(this.environment)).bindOrCreate("pgsteady",
				PgSteadyProperties.class);
	}

}
