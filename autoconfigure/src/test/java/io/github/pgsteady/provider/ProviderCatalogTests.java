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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProviderCatalog}.
 */
class ProviderCatalogTests {

	private final ProviderCatalog catalog = ProviderCatalog.from(new MockEnvironment());

	@ParameterizedTest
	@CsvSource(textBlock = """
			ep-cool-darkness-123456.us-east-2.aws.neon.tech,                5432, neon,     direct,             false
			ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech,         5432, neon,     transaction-pooler, false
			ep-cool-darkness-a1b2c3d4-pooler.us-east-2.aws.neon.tech,       5432, neon,     transaction-pooler, false
			ep-steep-forest-a1b2c3d4.c-2.us-east-1.aws.neon.tech,           5432, neon,     direct,             false
			ep-steep-forest-a1b2c3d4-pooler.c-2.us-east-1.aws.neon.tech,    5432, neon,     transaction-pooler, false
			ep-steep-forest-a1b2c3d4.eastus2.azure.neon.tech,               5432, neon,     direct,             false
			ep-steep-forest-a1b2c3d4-pooler.gwc.azure.neon.tech,            5432, neon,     transaction-pooler, false
			EP-COOL-DARKNESS-123456-POOLER.US-EAST-2.AWS.NEON.TECH,         5432, neon,     transaction-pooler, false
			db.abcdefghijklmnopqrst.supabase.co,                            5432, supabase, direct,             false
			db.abcdefghijklmnopqrst.supabase.co,                            6543, supabase, transaction-pooler, false
			aws-0-eu-central-1.pooler.supabase.com,                         5432, supabase, session-pooler,     false
			aws-0-eu-central-1.pooler.supabase.com,                         6543, supabase, transaction-pooler, false
			aws-1-us-east-2.pooler.supabase.com,                            5432, supabase, session-pooler,     false
			aws-us-east-1.pooler.supabase.com,                              6543, supabase, transaction-pooler, false
			shuttle.proxy.rlwy.net,                                        15140, railway,  direct,             false
			postgres.railway.internal,                                      5432, railway,  direct,             true
			postgres-rw2z.railway.internal,                                 5432, railway,  direct,             true
			pgbouncer.railway.internal,                                     5432, railway,  transaction-pooler, true
			dpg-cabcdefghij0123456789-a.oregon-postgres.render.com,         5432, render,   direct,             false
			dpg-cabcdefghij0123456789-a.frankfurt-postgres.render.com,      5432, render,   direct,             false
			dpg-cabcdefghij0123456789-a.us-east-postgres.render.com,        5432, render,   direct,             false
			ep-cool-darkness-123456.us-east-2.aws.neon.tech.,               5432, neon,     direct,             false
			dpg-cabcdefghij0123456789-a,                                    5432, render,   direct,             true
			""")
	void recognisesTheHostsOfTheProviders(String host, int port, String provider, String kind, boolean privateNetwork) {
		Endpoint endpoint = this.catalog.endpointOf(host, port);
		assertThat(endpoint).isNotNull();
		assertThat(endpoint.provider()).isEqualTo(provider);
		assertThat(endpoint.kind()).hasToString(kind);
		assertThat(endpoint.privateNetwork()).isEqualTo(privateNetwork);
	}

	@ParameterizedTest
	@ValueSource(strings = { "neon.tech.evil.example", "ep-cool-darkness-123456.us-east-2.aws.neon.tech.evil.example",
			"ep-cool-darkness-123456.us-east-2.aws.evilneon.tech", "console.neon.tech", "neon.tech", "evil-neon.tech",
			"db.abcdefghijklmnopqrst.supabase.co.evil.example", "abcdefghijklmnopqrst.supabase.co",
			"db.a.b.supabase.co", "pooler.supabase.com", "aws-0-eu-central-1.pooler.supabase.com.evil.example",
			"proxy.rlwy.net", "proxy.rlwy.net.evil.example", "railway.internal", "postgres.railway.internal.example",
			"postgres-railway.internal", "dpg-a", "dpg-x-a.oregon-postgres.render.com.evil.example",
			"dpg-x-a.evil.example", "xdpg-cabcdefghij0123456789-a", "oregon-postgres.render.com", "localhost",
			"127.0.0.1", "postgres", "db.example.com", "[::1]", "" })
	void leavesLookAlikesAlone(String host) {
		assertThat(this.catalog.endpointOf(host, 5432)).isNull();
	}

	@Test
	void recognisesAProviderOfTheUser() {
		MockEnvironment environment = new MockEnvironment()
			.withProperty("pgsteady.providers.acme.hosts", "*.db.acme.example")
			.withProperty("pgsteady.providers.acme.transaction-pooler.hosts", "*.db.acme.example:6432");
		ProviderCatalog catalog = ProviderCatalog.from(environment);
		assertThat(catalog.endpointOf("eu.db.acme.example", 5432))
			.isEqualTo(new Endpoint("acme", EndpointKind.DIRECT, false));
		assertThat(catalog.endpointOf("eu.db.acme.example", 6432))
			.isEqualTo(new Endpoint("acme", EndpointKind.TRANSACTION_POOLER, false));
	}

	@Test
	void addsHostsOfTheUserToThoseOfABuiltInProvider() {
		MockEnvironment environment = new MockEnvironment().withProperty("pgsteady.providers.neon.hosts",
				"db.mycompany.example");
		ProviderCatalog catalog = ProviderCatalog.from(environment);
		assertThat(catalog.endpointOf("db.mycompany.example", 5432)).isNotNull();
		assertThat(catalog.endpointOf("ep-a.us-east-2.aws.neon.tech", 5432)).isNotNull();
	}

	@Test
	void refusesAKeyThatDoesNotExist() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("pgsteady.providers.neon.maximum-pol-size", "5")));
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> ProviderCatalog.from(environment))
			.havingCause()
			.isInstanceOf(UnboundConfigurationPropertiesException.class)
			.withMessageContaining("pgsteady.providers.neon.maximum-pol-size");
	}

	@Test
	void tellsThePlatformByItsVariables() {
		assertThat(this.catalog.platform(new MockEnvironment())).isNull();
		assertThat(this.catalog.platform(new MockEnvironment().withProperty("RAILWAY_ENVIRONMENT_NAME", "production")))
			.isEqualTo("railway");
		assertThat(this.catalog.platform(new MockEnvironment().withProperty("RENDER", "true"))).isEqualTo("render");
	}

}
