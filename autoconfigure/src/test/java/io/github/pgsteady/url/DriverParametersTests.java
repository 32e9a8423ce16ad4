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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGProperty;

import io.github.pgsteady.url.DatabaseUrl.Host;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DriverParameters}.
 */
class DriverParametersTests {

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", nullValues = "-", textBlock = """
			channel_binding=require | channelBinding=require
			connect_timeout=10 | connectTimeout=10
			application_name=orders | ApplicationName=orders
			target_session_attrs=any | targetServerType=any
			target_session_attrs=read-write | targetServerType=primary
			target_session_attrs=primary | targetServerType=primary
			target_session_attrs=read-only | targetServerType=secondary
			target_session_attrs=standby | targetServerType=secondary
			target_session_attrs=prefer-standby | targetServerType=preferSecondary
			keepalives=0 | tcpKeepAlive=false
			keepalives=1 | tcpKeepAlive=true
			sslrootcert=system | sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&sslmode=verify-full
			sslmode=require&sslrootcert=system | sslmode=require&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory
			sslfactory=my.Factory&sslrootcert=system | sslfactory=my.Factory&sslmode=verify-full
			sslrootcert=/etc/ca.crt | sslrootcert=/etc/ca.crt
			sslnegotiation=direct | sslNegotiation=direct
			gssencmode=disable | gssEncMode=disable
			require_auth=scram-sha-256 | requireAuth=scram-sha-256
			options=-c statement_timeout=5s | options=-c statement_timeout=5s
			options=endpoint=ep-a-1 | -
			options=reference=abcdefghijklmnopqrst | options=reference=abcdefghijklmnopqrst
			project=ep-a-1 | -
			pgbouncer=true | pgbouncer=true&prepareThreshold=0
			pgbouncer=true&prepareThreshold=3 | pgbouncer=true&prepareThreshold=3
			pgbouncer=false | pgbouncer=false
			connection_limit=3 | connection_limit=3
			pool_timeout=20 | pool_timeout=20
			schema=app | currentSchema=app
			statement_cache_size=0 | preparedStatementCacheQueries=0&prepareThreshold=0
			statement_cache_size=100 | preparedStatementCacheQueries=100
			supa=base-pooler.x | -
			sslmode=no-verify | sslmode=require
			sslmode=verify-full | sslmode=verify-full
			ssl=true | sslmode=require
			ssl=true&sslmode=verify-ca | sslmode=verify-ca
			sslmode=verify-ca&ssl=true | sslmode=verify-ca
			ssl=true&sslmode=no-verify | sslmode=require
			ssl=false | sslmode=disable
			uselibpqcompat=true | -
			channel_binding=require&channelBinding=prefer | channelBinding=prefer
			something_else=1 | something_else=1
			loginTimeout=5 | loginTimeout=5
			""")
	void translatesNamesAndValues(String given, String expected) {
		assertThat(new DriverParameters(parse(given), false).asMap())
			.containsExactlyInAnyOrderEntriesOf(parse(expected));
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", nullValues = "-", quoteCharacter = '~', textBlock = """
			options=-c statement_timeout=5s | - | 'options' in the URL is not used
			options=reference=abcdefghijklmnopqrst | options=reference=abcdefghijklmnopqrst | -
			schema=public | - | -
			schema=app | currentSchema=app | 'schema' in the URL may be refused
			""")
	void sparesATransactionPoolerWhatItRefuses(String given, String expected, String warning) {
		DriverParameters parameters = new DriverParameters(parse(given), true);
		assertThat(parameters.asMap()).containsExactlyInAnyOrderEntriesOf(parse(expected));
		if (warning == null) {
			assertThat(parameters.getWarnings()).isEmpty();
		}
		else {
			assertThat(parameters.getWarnings()).singleElement().asString().contains(warning);
		}
	}

	@Test
	void passwordOfAKeyIsNotPutIntoTheUrl() {
		DriverParameters parameters = new DriverParameters(Map.of("sslpassword", "s3cret"), false);
		assertThat(parameters.asMap()).isEmpty();
		assertThat(parameters.getWarnings()).singleElement()
			.asString()
			.contains("spring.datasource.hikari.data-source-properties.sslpassword")
			.doesNotContain("s3cret");
	}

	@ParameterizedTest
	@CsvSource({ "false, currentSchema", "true, schema" })
	void passwordOfAKeyIsNotPutIntoTheUrlOfTheDriverEither(boolean jdbc, String schema) {
		DatabaseUrl url = new DatabaseUrl(List.of(new Host("h", 5432)), null, null, null,
				Map.of("sslpassword", "s3cret", "schema", "app"), jdbc);
		DriverParameters parameters = DriverParameters.of(url, false);
		assertThat(parameters.asMap()).containsExactly(Map.entry(schema, "app"));
		assertThat(parameters.getWarnings()).singleElement().asString().doesNotContain("s3cret");
	}

	@Test
	void whatNobodyKnowsIsNamed() {
		DriverParameters parameters = new DriverParameters(
				parse("sslmode=require&client_encoding=utf8&connection_limit=3&connect_timeout=5&supa=x&what=1"),
				false);
		assertThat(parameters.getUnknown()).containsExactly("client_encoding", "what");
	}

	@Test
	void theDriverKnowsEveryNameThatIsTranslatedTo() {
		assertThat(Arrays.stream(PGProperty.values()).map(PGProperty::getName))
			.containsAll(DriverParameters.NAMES.values());
	}

	private Map<String, String> parse(String query) {
		Map<String, String> parameters = new LinkedHashMap<>();
		if (query != null) {
			Arrays.stream(query.split("&"))
				.forEach((parameter) -> parameters.put(parameter.split("=", 2)[0], parameter.split("=", 2)[1]));
		}
		return parameters;
	}

}
