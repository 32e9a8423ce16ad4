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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import io.github.pgsteady.provider.ProviderCatalog;
import io.github.pgsteady.url.DatabaseUrlResolver.Resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that random passwords, many of which look like ports, paths and parameters,
 * arrive unharmed and nowhere else.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseUrlLeakTests {

	private static final List<String> CHARACTERS = "0123456789@:/?#%+&=[]{}$'\"\\ ,;ü_aZ".chars()
		.mapToObj(Character::toString)
		.toList();

	/**
	 * Passwords of these look like what may follow a host.
	 */
	private static final List<String> LOOKALIKES = List.of("1", "23", "/", "/", "?", "?", "a=b", "ssl", "=", "&", "@",
			"%41", "x");

	private static final String ADDRESS = "@db.example.com:5433/orders?sslmode=require";

	private static final String JDBC_URL = "jdbc:postgresql://db.example.com:5433/orders?sslmode=require";

	private final Random random = new Random(20261121);

	private final MockEnvironment environment = new MockEnvironment();

	private final JdbcConnectionDetailsFactory factory = new JdbcConnectionDetailsFactory(
			new RawProperties(this.environment), ProviderCatalog.from(this.environment), new DataSourceProperties());

	@Test
	void passwordThatIsNotEncodedArrivesAndNeverLeaves(CapturedOutput output) {
		List<String> passwords = passwords();
		for (String password : passwords) {
			String expected = UrlEncoding.decodeLibpq(password);
			check("postgres://orders:" + password + ADDRESS, expected);
			check("jdbc:postgresql://orders:" + password + ADDRESS, expected);
		}
		assertThat(passwords).noneMatch((password) -> output.getAll().contains(password));
	}

	@Test
	void encodedPasswordArrivesAndNeverLeaves(CapturedOutput output) {
		List<String> passwords = passwords();
		for (String password : passwords) {
			String encoded = UrlEncoding.encodeJdbc(password);
			check("postgres://orders:" + encoded + ADDRESS, password);
			check("postgres://" + ADDRESS.substring(1) + "&user=orders&password=" + encoded, password);
			check("jdbc:postgresql://" + ADDRESS.substring(1) + "&user=orders&password=" + encoded, password);
		}
		assertThat(passwords).noneMatch((password) -> output.getAll().contains(password));
	}

	@Test
	void errorShowsNoPartOfThePassword() {
		for (String password : passwords()) {
			for (String address : List.of("@db exam;ple/orders", "@db.example.com:port/orders", "@[::1/orders",
					"@/orders", "@db.example.com/orders#x")) {
				checkFailure("postgres://orders:%s" + address, password);
				checkFailure("postgres://orders:%s" + address, UrlEncoding.encodeJdbc(password));
				checkFailure("orders:%s" + address, password);
			}
		}
	}

	private List<String> passwords() {
		List<String> passwords = new ArrayList<>();
		while (passwords.size() < 2000) {
			String password = password((passwords.size() % 2 == 0) ? CHARACTERS : LOOKALIKES);
			// Long enough to be told from the rest of a log, and no placeholder
			if (password.length() >= 6 && !password.contains("${")) {
				passwords.add(password);
			}
		}
		return passwords;
	}

	private String password(List<String> parts) {
		return this.random.ints(4 + this.random.nextInt(9), 0, parts.size())
			.mapToObj(parts::get)
			.collect(Collectors.joining());
	}

	private void check(String text, String password) {
		DatabaseUrlSource source = new DatabaseUrlSource("DATABASE_URL", text, null, null);
		DatabaseUrlJdbcConnectionDetails details = this.factory.create(new Resolution(source, "", false));
		assertThat(details.getJdbcUrl()).as(text).isEqualTo(JDBC_URL);
		assertThat(details.getUsername()).as(text).isEqualTo("orders");
		assertThat(details.getPassword()).as(text).isEqualTo(password);
		assertThat(details + " " + source + " " + source.read()).as(text).doesNotContain(password);
	}

	private void checkFailure(String text, String password) {
		String known = failure(text.formatted("x"));
		String shown = failure(text.formatted(password));
		for (int start = 0; start + 4 <= password.length(); start++) {
			String part = password.substring(start, start + 4);
			if (!known.contains(part)) {
				assertThat(shown).as(text.formatted(password)).doesNotContain(part);
			}
		}
	}

	private String failure(String text) {
		List<String> shown = new ArrayList<>();
		assertThatExceptionOfType(DatabaseUrlSyntaxException.class).as(text)
			.isThrownBy(() -> new DatabaseUrlParser("DATABASE_URL", text).parse())
			.withNoCause()
			.satisfies((ex) -> {
				FailureAnalysis analysis = new DatabaseUrlSyntaxFailureAnalyzer().analyze(ex);
				shown.add(ex + "\n" + analysis.getDescription() + "\n" + analysis.getAction());
			});
		return shown.get(0);
	}

}
