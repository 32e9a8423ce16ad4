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

import java.util.Properties;

import com.zaxxer.hikari.HikariConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerUrl}.
 */
class ServerUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:postgresql://db.example.com/orders               | db.example.com:5432
			jdbc:postgresql://db.example.com:6543/orders          | db.example.com:6543
			jdbc:postgresql://one:5433,two:5434/orders            | one:5433
			jdbc:postgresql://[2001:db8::1]:5433/orders           | [2001:db8::1]:5433
			jdbc:postgresql:orders                                | localhost:5432
			jdbc:postgresql://db.example.com/orders?user=u&password=p%40ss | db.example.com:5432
			""")
	void readsTheAddressAsTheDriverDoes(String url, String expected) {
		assertThat(ServerUrl.of(url)).hasToString(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:h2:mem:test", "jdbc:mysql://localhost/orders", "jdbc:tc:postgresql:18:///orders",
			"jdbc:postgresql://db.example.com:notaport/orders", "" })
	void anythingElseIsNotOurs(String url) {
		assertThat(ServerUrl.of(url)).isNull();
	}

	@Test
	void readsTheAddressOfADataSourceClass() {
		HikariConfig config = new HikariConfig();
		config.setDataSourceClassName(PGSimpleDataSource.class.getName());
		config.addDataSourceProperty("serverName", "db.example.com");
		config.addDataSourceProperty("portNumber", 6543);
		assertThat(ServerUrl.of(config)).hasToString("db.example.com:6543");
		Properties properties = new Properties();
		properties.setProperty("url", "jdbc:postgresql://other.example.com/db");
		config.setDataSourceProperties(properties);
		assertThat(ServerUrl.of(config)).hasToString("other.example.com:5432");
	}

	@Test
	void aDataSourceThatIsAlreadyThereIsNotOurs() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://db.example.com/orders");
		config.setDataSource(new PGSimpleDataSource());
		assertThat(ServerUrl.of(config)).isNull();
	}

	@Test
	void tellsPgBouncerByItsParameter() {
		assertThat(ServerUrl.of("jdbc:postgresql://h/db?pgbouncer=true").leadsToPgBouncer()).isTrue();
		assertThat(ServerUrl.of("jdbc:postgresql://h/db?pgbouncer=false").leadsToPgBouncer()).isFalse();
		assertThat(ServerUrl.of("jdbc:postgresql://h/db").leadsToPgBouncer()).isFalse();
	}

}
