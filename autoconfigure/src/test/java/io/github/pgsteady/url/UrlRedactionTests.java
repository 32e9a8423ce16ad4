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

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UrlRedaction}, and that no credential gets out anywhere else.
 */
class UrlRedactionTests {

	private static final String ALPHABET = "@:/?#%+&= []{}$<>'\"\\,;.!~^äQZ7";

	@ParameterizedTest
	@CsvSource(delimiterString = " | ", quoteCharacter = '~',
			textBlock = """
					postgres://u:s3cret@h:5432/db?sslmode=require&application_name=x | postgres://***@h:5432/db?sslmode=require&application_name=***
					postgres://u:s3@cret@h/db | postgres://***@h/db
					postgres://u:s3?cret@h/db | postgres://***
					postgres://u:s3cret | postgres://***
					jdbc:postgresql://h:5432/db?user=u&password=s3cret&sslmode=require | jdbc:postgresql://h:5432/db?user=***&password=***&sslmode=require
					jdbc:postgresql://h/db?password=s3@cret | jdbc:postgresql://***
					jdbc:postgresql://h/db | jdbc:postgresql://h/db
					postgres://u:s3cret@h:notaport/db | postgres://***@***
					postgres://u:s3cret@h/db?s3cret | postgres://***@h/db?***=***
					s3cret | (6 characters)
					u:s3cret@h | (10 characters)
					host=h password=s3@cret | (23 characters)
					${{Postgres.DATABASE_URL}} | ${{Postgres.DATABASE_URL}}
					mysql://u:s3cret@h/db | (21 characters)
					""")
	void showsAsLittleAsNeeded(String text, String expected) {
		assertThat(UrlRedaction.redact(text)).isEqualTo(expected);
	}

	@Test
	void onlyTheFirstLineIsLookedAt() {
		assertThat(UrlRedaction.redact("postgres://u:p@h/db\nPASSWORD=s3cret")).isEqualTo("postgres://***@h/db");
	}

	@Test
	void noPasswordGetsOutOfARandomUrl() {
		Random random = new Random(20261121);
		for (int i = 0; i < 20_000; i++) {
			String password = "Zq" + random(random) + "qZ" + random(random) + "Zq";
			for (String text : List.of("postgres://user:" + password + "@host/db?sslmode=require",
					"postgres://user:" + UrlEncoding.encodeJdbc(password) + "@host:5432/db",
					"postgres://user:" + password + "@ho st/db", "postgres://user:" + password.replace("@", ""),
					"jdbc:postgresql://host/db?user=u&password=" + UrlEncoding.encodeJdbc(password),
					"jdbc:postgresql://user:" + password + "@host/db", password)) {
				check(text, password);
			}
		}
	}

	private void check(String text, String password) {
		String shown = UrlRedaction.redact(text);
		try {
			DatabaseUrl url = new DatabaseUrlParser("DATABASE_URL", text).parse();
			if (url.password() != null && url.password().contains("Zq")) {
				shown += url + url.address();
				shown += url.toJdbcUrl(new DriverParameters(url.parameters(), false).asMap());
			}
		}
		catch (DatabaseUrlSyntaxException ex) {
			FailureAnalysis analysis = new DatabaseUrlSyntaxFailureAnalyzer().analyze(ex);
			shown += ex + analysis.getDescription() + analysis.getAction();
			assertThat(ex.getCause()).isNull();
		}
		assertThat(shown).as(text).doesNotContain("Zq", "qZ");
	}

	private String random(Random random) {
		StringBuilder text = new StringBuilder();
		for (int length = random.nextInt(6); length > 0; length--) {
			text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
		}
		return text.toString();
	}

}
