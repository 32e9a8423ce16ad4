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

package io.github.pgsteady.migration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.pool.OutsideConnections;
import io.github.pgsteady.pool.OutsideConnectionsFactory;
import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.ProviderCatalog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DirectEndpoints}.
 */
class DirectEndpointsTests {

	private static final String RAILWAY = "jdbc:postgresql://pgbouncer.railway.internal:5432/railway";

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@CsvSource({
			"jdbc:postgresql://ep-a-b-123456-pooler.us-east-2.aws.neon.tech/neondb?sslmode=require, jdbc:postgresql://ep-a-b-123456.us-east-2.aws.neon.tech:5432/neondb?sslmode=require",
			"jdbc:postgresql://ep-a-b-123456-pooler.c-2.eu-central-1.aws.neon.tech:5432/neondb, jdbc:postgresql://ep-a-b-123456.c-2.eu-central-1.aws.neon.tech:5432/neondb",
			"jdbc:postgresql://aws-0-eu-west-1.pooler.supabase.com:6543/postgres?pgbouncer=true&sslmode=require, jdbc:postgresql://aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=require",
			"jdbc:postgresql://db.abcdefgh.supabase.co:6543/postgres?pgbouncer=true, jdbc:postgresql://db.abcdefgh.supabase.co:5432/postgres" })
	void providerHasARule(String pooled, String direct) {
		assertThat(find(pooled, "anybody")).isEqualTo(direct);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://dpg-abc-a/db?pgbouncer=true",
			"jdbc:postgresql://pgbouncer.railway.internal:5432/railway",
			"jdbc:postgresql://ep-a-pooler.us-east-2.aws.neon.tech,ep-b-pooler.us-east-2.aws.neon.tech/neondb",
			"jdbc:postgresql://ep-a-b-123456-pooler.us-east-2.aws.neon.tech/", "jdbc:postgresql:neondb" })
	void nothingIsKnown(String pooled) {
		assertThat(find(pooled, "anybody")).isNull();
	}

	@Test
	void ownProviderHasARule() {
		this.environment.setProperty("pgsteady.providers.acme.hosts", "*.acme.example");
		this.environment.setProperty("pgsteady.providers.acme.transaction-pooler.hosts", "*.acme.example:6432");
		this.environment.setProperty("pgsteady.providers.acme.transaction-pooler.unpooled-address", ":6432 -> :5433");
		assertThat(find("jdbc:postgresql://db.acme.example:6432/orders?a=b", "app"))
			.isEqualTo("jdbc:postgresql://db.acme.example:5433/orders?a=b");
	}

	@ParameterizedTest
	@ValueSource(strings = { ":6432 -> :6433", "db.acme -> db.other", ":6432 -> ", "nowhere -> there" })
	void ruleThatLeadsElsewhereIsNotFollowed(String rule) {
		this.environment.setProperty("pgsteady.providers.acme.hosts", "*.acme.example");
		this.environment.setProperty("pgsteady.providers.acme.transaction-pooler.hosts",
				"*.acme.example:6432, *.acme.example:6433");
		this.environment.setProperty("pgsteady.providers.acme.transaction-pooler.unpooled-address", rule);
		assertThat(find("jdbc:postgresql://db.acme.example:6432/orders", "app")).isNull();
	}

	@Test
	void platformHasAVariable() {
		railway("DATABASE_URL", "postgresql://postgres:pw@pgbouncer.railway.internal:5432/railway");
		railway("DATABASE_UNPOOLED_URL", "postgresql://postgres:pw@postgres.railway.internal:5432/railway");
		assertThat(find(RAILWAY + "?sslmode=prefer", "postgres"))
			.isEqualTo("jdbc:postgresql://postgres.railway.internal:5432/railway?sslmode=prefer");
	}

	@Test
	void publicVariableIsForThePublicPooler() {
		railway("DATABASE_URL", "postgresql://postgres:pw@pgbouncer.railway.internal:5432/railway");
		railway("DATABASE_UNPOOLED_URL", "postgresql://postgres:pw@postgres.railway.internal:5432/railway");
		railway("DATABASE_PUBLIC_URL", "postgresql://postgres:pw@a.proxy.rlwy.net:15140/railway");
		railway("DATABASE_PUBLIC_UNPOOLED_URL", "postgresql://postgres:pw@a.proxy.rlwy.net:23456/railway");
		assertThat(find("jdbc:postgresql://a.proxy.rlwy.net:15140/railway", "postgres"))
			.isEqualTo("jdbc:postgresql://a.proxy.rlwy.net:23456/railway");
	}

	@ParameterizedTest
	@CsvSource({ "postgresql://postgres:pw@postgres.railway.internal:5432/other, postgres",
			"postgresql://admin:pw@postgres.railway.internal:5432/railway, postgres",
			"postgresql://postgres:pw@postgres.railway.internal:5432/railway, app",
			"postgresql://postgres.railway.internal:5432/railway, postgres", "mysql://postgres:pw@x/railway, postgres",
			"${{Postgres.DATABASE_UNPOOLED_URL}}, postgres" })
	void anotherDatabaseOrUserIsNotTaken(String unpooled, String user) {
		railway("DATABASE_URL", "postgresql://postgres:pw@pgbouncer.railway.internal:5432/railway");
		railway("DATABASE_UNPOOLED_URL", unpooled);
		assertThat(find(RAILWAY, user)).isNull();
	}

	@Test
	void variableOfAnotherServerIsNotTaken() {
		// The second of two databases that are called the same
		railway("DATABASE_URL", "postgresql://postgres:pw@pgbouncer-2.railway.internal:5432/railway");
		railway("DATABASE_UNPOOLED_URL", "postgresql://postgres:pw@postgres-2.railway.internal:5432/railway");
		assertThat(find(RAILWAY, "postgres")).isNull();
	}

	private void railway(String variable, String url) {
		this.environment.setProperty(variable, url);
	}

	private String find(String jdbcUrl, String user) {
		OutsideConnections connections = OutsideConnectionsFactory.create(this.environment);
		Destination destination = connections.destination(jdbcUrl);
		Destination pooler = new Destination(destination.host(), destination.port(),
				new Endpoint(destination.endpoint().provider(), EndpointKind.TRANSACTION_POOLER,
						destination.endpoint().privateNetwork()));
		return new DirectEndpoints(ProviderCatalog.from(this.environment), connections, this.environment).find(jdbcUrl,
				user, pooler);
	}

}
