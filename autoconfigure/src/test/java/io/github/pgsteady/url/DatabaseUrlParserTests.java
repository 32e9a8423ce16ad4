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
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseUrlParser} and the URL that comes out.
 */
class DatabaseUrlParserTests {

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", nullValues = "-", emptyValue = "", quoteCharacter = '~',
			textBlock = """
					postgres://u:p@h/db | h:5432 | db | u | p
					postgresql://u:p@h:5432/db?sslmode=require | h:5432 | db | u | p
					POSTGRES://u:p@h/db | h:5432 | db | u | p
					jdbc:postgresql://h/db | h:5432 | db | - | -
					jdbc:postgres://u:p@h:5433/db | h:5433 | db | u | p
					jdbc:postgresql//h/db | h:5432 | db | - | -
					jdbc:postgres//u:p@h/db | h:5432 | db | u | p
					jdbc:jdbc:postgresql://u:p@h/db | h:5432 | db | u | p
					jdbc:postgresql://u:p@h/db | h:5432 | db | u | p
					jdbc:postgresql://h:5432/postgres?user=postgres.ref&password=p%40ss+word&sslmode=require | h:5432 | postgres | postgres.ref | p@ss word
					postgres://u:p%40ss%3Aw%2Fr%23d%25@h/db | h:5432 | db | u | p@ss:w/r#d%
					postgres://u:p@ss@h/db | h:5432 | db | u | p@ss
					postgres://u:p%ss@h/db | h:5432 | db | u | p%ss
					postgres://u:p#ss@h/db | h:5432 | db | u | p#ss
					postgres://u:p?ss@h/db | h:5432 | db | u | p?ss
					postgres://u:p/ss@h/db | h:5432 | db | u | p/ss
					postgres://u:1/2@h/db | h:5432 | db | u | 1/2
					postgres://u:1?2@h/db | h:5432 | db | u | 1?2
					postgres://u:1?a=b@h/db | h:5432 | db | u | 1?a=b
					postgres://u:1/?sslmode=b@h/db | h:5432 | db | u | 1/?sslmode=b
					postgres://u:p@1?a=b@h/db | h:5432 | db | u | p@1?a=b
					postgres://u:p/q@h/db?application_name=a@b | h:5432 | db | u | p/q
					postgres://h/db?user=me@server&password=p@q | h:5432 | db | me@server | p@q
					postgres://u:p@s/s?w#d%@h:5433/db?sslmode=require | h:5433 | db | u | p@s/s?w#d%
					postgres://u:p:q@h/db | h:5432 | db | u | p:q
					postgres://u:p+q@h/db | h:5432 | db | u | p+q
					postgres://u:p%2Bq@h/db | h:5432 | db | u | p+q
					postgres://u:%E2%82%AC@h/db | h:5432 | db | u | €
					postgres://us%40er:p@h/db | h:5432 | db | us@er | p
					postgres://u:@h/db | h:5432 | db | u | ~~
					postgres://h/db | h:5432 | db | - | -
					postgres://u@h/db | h:5432 | db | u | -
					postgres://:p@h/db | h:5432 | db | - | p
					postgres://u:p@[2001:db8::1]:5432/db | [2001:db8::1]:5432 | db | u | p
					postgres://u:p@[::1]/db | [::1]:5432 | db | u | p
					postgres://u:p@h1:5432,h2:5433/db?target_session_attrs=read-write | h1:5432,h2:5433 | db | u | p
					postgres://u:p@h1,h2/db | h1:5432,h2:5432 | db | u | p
					postgres://u:p@my_db:5432/db | my_db:5432 | db | u | p
					postgres://u:p@h | h:5432 | - | u | p
					postgres://u:p@h/ | h:5432 | - | u | p
					postgres://u:p@h/my%20db | h:5432 | my db | u | p
					postgres://u:p@h/db/ | h:5432 | db | u | p
					postgres://u:p@h:/db | h:5432 | db | u | p
					postgres:///db | localhost:5432 | db | - | -
					postgresql:///db?host=h&port=5433&user=u&password=p | h:5433 | db | u | p
					postgresql://h/?dbname=db&user=u | h:5432 | db | u | -
					postgresql:///db?host=h1,h2&port=5432,5433 | h1:5432,h2:5433 | db | - | -
					postgresql:///db?hostaddr=2001:db8::1 | [2001:db8::1]:5432 | db | - | -
					'postgres://u:p@h/db' | h:5432 | db | u | p
					"postgres://u:p@h/db" | h:5432 | db | u | p
					DATABASE_URL=postgres://u:p@h/db | h:5432 | db | u | p
					export DATABASE_URL="postgres://u:p@h/db" | h:5432 | db | u | p
					psql 'postgres://u:p@h/db' -c 'select 1' | h:5432 | db | u | p
					psql postgres://u:p@h/db -c "select 1" | h:5432 | db | u | p
					psql 'postgresql://u:p@ep-a-1.eu.aws.neon.tech/db?sslmode=require' | ep-a-1.eu.aws.neon.tech:5432 | db | u | p
					postgresql+asyncpg://u:p@h/db | h:5432 | db | u | p
					JDBC:postgres://u:p@h/db | h:5432 | db | u | p
					jdbc:postgresql:db | localhost:5432 | db | - | -
					jdbc:postgresql:db?user=u&password=p&ssl | localhost:5432 | db | u | p
					"postgres://u:p@h/db | h:5432 | db | u | p
					postgres://u:p@h/db?sslmode=require& | h:5432 | db | u | p
					postgres://u:p@h/db?application_name=a@b | h:5432 | db | u | p
					postgres://h/db?application_name=a@b | h:5432 | db | - | -
					""")
	void readsWhatPeoplePaste(String text, String address, String database, String username, String password) {
		DatabaseUrl url = new DatabaseUrlParser("DATABASE_URL", text).parse();
		assertThat(url.address()).isEqualTo(address);
		assertThat(url.database()).isEqualTo(database);
		assertThat(url.username()).isEqualTo(username);
		assertThat(url.password()).isEqualTo(password);
		assertThat(url.toString()).doesNotContain("p%40", "p@ss", "p+q");
	}

	@Test
	void whiteSpaceAndLineBreaksAroundTheUrlAreRemoved() {
		DatabaseUrl url = new DatabaseUrlParser("DATABASE_URL", " \t\"postgres://u:p@h/db\"\r\n").parse();
		assertThat(url.address()).isEqualTo("h:5432");
		assertThat(url.database()).isEqualTo("db");
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", quoteCharacter = '~', textBlock = """
			postgres://u:s3cret@hpostgres://u:s3cret@h2/db | more than one URL | Remove
			postgres://u:[YOUR-PASSWORD]@h/db | brackets | brackets included
			postgres://postgres.[PROJECT-REF]:s3cret@h/db | brackets | brackets included
			${{Postgres.DATABASE_URL}} | placeholder in it was not replaced: ${{Postgres.DATABASE_URL}} | Railway
			${DATABASE_URL} | placeholder in it was not replaced: ${DATABASE_URL} | Set the variable
			postgres://u:s3cret@${PGHOST}/db | a placeholder in it was not replaced | Set the variable
			postgres://u:s3cret@/db?host=/cloudsql/project:region:instance | Unix socket | Name the host
			postgres://u:s3cret@%2Fvar%2Frun%2Fpostgresql/db | Unix socket | Name the host
			postgres://u:s3cret@:5432/db | names no host | set all of them
			postgresql://:@:/ | names no host | set all of them
			postgres:u:s3cret@h/db | two slashes | postgres://user:password@host
			jdbc:postgresql:u:s3cret@h/db | two slashes | postgres://user:password@host
			postgresql:/h/db | two slashes | postgres://user:password@host
			jdbc:postgresql:/h | two slashes | postgres://user:password@host
			u:s3cret@h/db | does not start with postgres:// | postgres://user:password@host
			s3cret | does not start with postgres:// | postgres://user:password@host
			postgres://u:s3cret@h:notaport/db | could not be told apart | %40 for @
			postgres://u:s3cret@h:99999/db | could not be told apart | %40 for @
			postgres://u:s3cret@a b/db | could not be told apart | %40 for @
			postgres://u:s3cret | could not be told apart | %40 for @
			postgres://h/db?s3cret | could not be told apart | %40 for @
			postgres://u:s3cret@h/db?host=a&port=x | 'host' and 'port' | postgres://user
			""")
	void refusesWhatItDoesNotUnderstandAndSaysWhatToWrite(String text, String reason, String remedy) {
		assertThatExceptionOfType(DatabaseUrlSyntaxException.class)
			.isThrownBy(() -> new DatabaseUrlParser("MY_DB_URL", text).parse())
			.satisfies((ex) -> {
				assertThat(ex.getReason()).contains(reason);
				assertThat(ex.getRemedy()).contains(remedy);
				assertThat(ex).hasMessageContaining("'MY_DB_URL'").hasNoCause();
				assertThat(ex.getMessage() + ex.getRemedy() + ex.getRedactedUrl()).doesNotContain("s3cret");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "mysql://u:p@h/db", "redis://h", "mongodb+srv://u:p@h/db", "jdbc:mysql://h/db",
			"jdbc:h2:mem:test", "\"mysql://u:p@h/db\"", "https://example.com", "file:./dev.db", "prisma+postgres://h" })
	void urlsOfOthersAreForeign(String text) {
		assertThat(DatabaseUrlParser.isForeign(text)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://h/db", "jdbc:postgresql://h1:5432,[::1]/db?user=me@server",
			"jdbc:postgresql:db", "jdbc:postgresql:///db?socketFactory=x", "jdbc:postgresql://${DB_HOST}:5432/db",
			"jdbc:h2:mem:test", "jdbc:tc:postgresql:17:///db" })
	void jdbcUrlsAreLeftToTheirDrivers(String text) {
		assertThat(DatabaseUrlParser.isJdbc(text)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres://h/db", "jdbc:postgres://h/db", "jdbc:postgresql//h/db",
			"jdbc:postgresql:/h/db", "jdbc:postgresql://u:p@h/db", "jdbc:postgresql://u:p/q@h/db",
			"jdbc:postgresql://u:p@${DB_HOST}/db", "jdbc:jdbc:postgresql://h/db" })
	void whatTheDriverWouldNotUnderstandIsNotLeftToIt(String text) {
		assertThat(DatabaseUrlParser.isJdbc(text)).isFalse();
	}

	@Test
	void lineBreakInTheMiddleIsRefused() {
		assertThatExceptionOfType(DatabaseUrlSyntaxException.class)
			.isThrownBy(() -> new DatabaseUrlParser("DATABASE_URL", "postgres://u:p@h/\ndb").parse());
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres://h/db", "postgresql://h/db", "jdbc:postgresql://h/db", "jdbc:postgres://h/db",
			"jdbc:postgresql:/h", "s3cret", "${{Postgres.DATABASE_URL}}", "u:p@h/db", "" })
	void whatMayBeOursIsNotForeign(String text) {
		assertThat(DatabaseUrlParser.isForeign(text)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", nullValues = "-", textBlock = """
			postgres://u:p@h/db | jdbc:postgresql://h:5432/db
			postgres://u:p@h/ | jdbc:postgresql://h:5432/
			postgres://u:p@[2001:db8::1]/db | jdbc:postgresql://[2001:db8::1]:5432/db
			postgres://u:p@h1:5432,h2:5433/db | jdbc:postgresql://h1:5432,h2:5433/db
			postgres://u:p@h/my%20db%2Bmore | jdbc:postgresql://h:5432/my%20db%2Bmore
			postgres://u:p@h/db?options=-c%20a%3Db | jdbc:postgresql://h:5432/db?options=-c%20a%3Db
			""")
	void writesTheUrlOfTheDriver(String text, String expected) {
		DatabaseUrl url = new DatabaseUrlParser("DATABASE_URL", text).parse();
		assertThat(url.toJdbcUrl(url.parameters())).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "with space", "a+b", "ä€", "100%", "a&b=c", "a/b?c#d", "%41" })
	void theDriverReadsTheVerySameText(String text) {
		DatabaseUrl url = new DatabaseUrl(java.util.List.of(new DatabaseUrl.Host("h", 5433)), text, null, null,
				Map.of("ApplicationName", text), false);
		Properties parsed = Driver.parseURL(url.toJdbcUrl(url.parameters()), null);
		assertThat(parsed).isNotNull()
			.containsEntry("PGHOST", "h")
			.containsEntry("PGPORT", "5433")
			.containsEntry("PGDBNAME", text)
			.containsEntry("ApplicationName", text);
	}

}
