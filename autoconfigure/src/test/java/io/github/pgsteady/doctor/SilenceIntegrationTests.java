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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.pgsteady.simulator.junit.SimulatedPostgres;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing that is a credential, or could be one, is printed, and that nothing
 * is left in the database.
 */
@SimulatedPostgres
class SilenceIntegrationTests {

	private static final String PASSWORD = "s3cr3t@%/?#:&=ü";

	private static final List<String> PIECES = List.of("s3cr3t", "%25%2F", "%2F%3F", "s3cr", "&=ü", "%3F%23");

	static Stream<String> urls() {
		String encoded = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
		return Stream.of("postgres://app:%s@%%s/%%s".formatted(encoded.replace("%", "%%")),
				"postgres://app:s3cr3t@%%/?#:&=ü@%s/%s",
				"jdbc:postgresql://app:" + encoded.replace("%", "%%") + "@%s/%s",
				"postgres://%s/%s?user=app&password=" + encoded.replace("%", "%%"),
				"jdbc:postgresql://%s/%s?user=app&password=" + encoded.replace("%", "%%"),
				"jdbc:postgresql://%s/%s?password=" + encoded.replace("%", "%%") + "&user=app&sslpassword=s3cr3t",
				"jdbc:postgresql://%s/%s?user=app&password=s3cr3t&ret=s3cr3t&s3cr3t",
				"DATABASE_URL=postgres://app:s3cr3t@%s/%s", "psql 'postgres://app:s3cr3t@%s/%s'",
				"postgres://s3cr3t@%s/%s", "postgres://app:s3cr3t@%s:5432/%s", "postgres:/app:s3cr3t@%s/%s",
				"app:s3cr3t@%s/%s", "postgres://app:s3cr3t/%s/%s", "postgres://app:${s3cr3t}@%s/%s", "--s3cr3t=%s/%s",
				"postgres://app:[YOUR-s3cr3t]@%s/%s", "jdbc:postgresql://%s/%s?options=-cs3cr3t");
	}

	@ParameterizedTest
	@MethodSource("urls")
	void passwordIsNotPrinted(String template, Postgres postgres) {
		String url = template.formatted("127.0.0.1:" + postgres.getPort(), postgres.getDatabase());
		for (Examined examined : List.of(Examined.run(Map.of(), url), Examined.structured(Map.of("DATABASE_URL", url)),
				Examined.run(Map.of("DATABASE_URL", url), "--format=json"))) {
			assertThat(examined.status()).isNotZero();
			assertThat(examined.out() + examined.err()).as(url)
				.doesNotContain(PASSWORD)
				.satisfies((text) -> PIECES
					.forEach((piece) -> assertThat(hideServersWords(text)).doesNotContainIgnoringCase(piece)));
		}
	}

	// Whoever forgets the colon has a password for a user, and the server shows users
	private static String hideServersWords(String text) {
		return text.replaceAll("for user \\\\?\"s3cr3t\\\\?\"", "");
	}

	@Test
	void passwordThatIsRightIsNotPrinted(Postgres postgres) {
		for (String format : List.of("text", "json", "yaml")) {
			Examined examined = Examined.run(Map.of("DATABASE_URL", postgres.getDatabaseUrl()), "--format=" + format);
			assertThat(examined.status()).isZero();
			assertThat(examined.out() + examined.err()).doesNotContain(postgres.getPassword());
		}
	}

	@Test
	void nothingIsWrittenAndNothingLeft(Postgres postgres) {
		postgres.execute("create table orders (id int)");
		long before = postgres.queryForLong("select pg_current_xact_id()::text::bigint");
		Examined examined = Examined.structured(postgres.getDatabaseUrl(), "--tables", "--idle", "300ms");
		assertThat(examined.status()).as(examined.out()).isZero();
		// Whoever writes needs a number
		assertThat(postgres.queryForLong("select pg_current_xact_id()::text::bigint")).isEqualTo(before + 1);
		postgres.getProxy().getLinks().awaitCount(0);
	}

	@Test
	void tablesAndMigrations(Postgres postgres) {
		postgres.newDatabase();
		postgres.execute("create table orders (id int)");
		postgres.execute("create table flyway_schema_history (installed_rank int, version text, description text, "
				+ "success boolean)");
		postgres.execute("insert into flyway_schema_history values (1, '1', 'init', true), (2, '2.1', 'stock', false)");
		postgres.execute("grant select on flyway_schema_history to " + postgres.getUsername());
		Examined examined = Examined.structured(postgres.getDatabaseUrl(), "--tables");
		assertThat(examined.summary(Stage.TABLES)).isEqualTo("2 tables in 1 schemas; search_path is \"$user\", public");
		assertThat(examined.details(Stage.TABLES)).containsExactly(
				"public: 2 tables, 1 that this role reads, 0 that it writes",
				"Flyway in public: 2 migrations, 1 of them failed, the last is 2.1 (stock)");
	}

	@Test
	void noMoreThanThreeConnectionsAtOnce(Postgres postgres) {
		postgres.getServer().setConnectionLimit(DoctorConnections.LIMIT);
		try {
			Examined examined = Examined.structured(postgres.getDatabaseUrl(), "--idle", "300ms", "--instances=1");
			assertThat(examined.verdict(Stage.IDLE)).isEqualTo("passed");
			assertThat(examined.details(Stage.IDLE)).hasSize(3);
			assertThat(examined.findings()).containsExactly("connections-above-limit");
			assertThat(examined.adviceText()).contains("maximum-pool-size: 3 # 3 connections may be used");
		}
		finally {
			postgres.getServer().setConnectionLimit(-1);
		}
	}

	@Test
	void standbyCanOnlyBeRead(Postgres postgres) {
		String name = postgres.getDatabase();
		postgres.execute("alter database %s set default_transaction_read_only = on".formatted(name));
		Examined examined = Examined.structured(postgres.getDatabaseUrl());
		assertThat(examined.findings()).containsExactly("read-only");
		postgres.newDatabase();
	}

}
