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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.pgsteady.simulator.provider.Neon;
import io.github.pgsteady.simulator.provider.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is told of TLS.
 */
class TlsStageIntegrationTests {

	private static Postgres postgres;

	@TempDir
	private Path directory;

	@BeforeAll
	static void start() {
		postgres = Postgres.builder().tls().start();
	}

	@AfterAll
	static void stop() {
		postgres.close();
	}

	@Test
	void certificateOfAnAuthorityThatIsNamed() {
		Examined examined = examine("sslmode=verify-full&sslrootcert=" + postgres.getCertificate());
		assertThat(examined.status()).as(examined.out()).isZero();
		assertThat(examined.facts(Stage.TLS)).containsEntry("protocol", "TLSv1.3")
			.containsEntry("trusted", true)
			.containsEntry("nameMatches", true)
			.containsEntry("verifiable", true);
		assertThat(examined.details(Stage.TLS)).contains("verify-full works, with the file that sslrootcert names");
		assertThat(LocalDate.parse(examined.facts(Stage.TLS).get("until").toString().substring(0, 10)))
			.isAfter(LocalDate.now());
		assertThat(examined.adviceText()).contains("sslmode: verify-full # TLSv1.3, certificate of CN=localhost until ")
			.contains("sslrootcert: " + postgres.getCertificate() + " # it has that authority")
			.doesNotContain("would win");
	}

	@Test
	void modeInTheUrlThatWouldHideTheAdvice() {
		Examined examined = Examined.structured(Map.of("DATABASE_URL",
				postgres.getDatabaseUrl() + "?sslmode=require&sslrootcert=" + postgres.getCertificate()));
		assertThat(examined.status()).as(examined.out()).isZero();
		assertThat(examined.adviceText()).contains("sslmode: verify-full #",
				"; take sslmode=require out of the URL, which would win");
	}

	@Test
	void certificateOfAnUnknownAuthority() {
		Examined examined = examine("sslmode=require");
		assertThat(examined.status()).isZero();
		assertThat(examined.details(Stage.TLS))
			.contains("verify-full would fail (unable to find valid certification path "
					+ "to requested target): it needs the certificate of that issuer, sslrootcert=<file>");
		assertThat(examined.adviceText()).contains("sslmode: require #").contains("it cannot be verified");
	}

	@Test
	void certificateOfAnUnknownAuthorityThatIsToBeVerified() {
		Examined examined = examine("sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
		assertThat(examined.status()).isEqualTo(Report.UNREACHABLE);
		assertThat(examined.verdict(Stage.TLS)).isEqualTo("failed");
		assertThat(examined.summary(Stage.LOGIN)).contains("unable to find valid certification path");
		assertThat(examined.findings()).containsExactly("certificate");
	}

	@Test
	void certificateForAnotherName() {
		// An address that the certificate does not name
		String url = postgres.getDatabaseUrl().replace("127.0.0.1", "127.1") + "?sslmode=verify-full&sslrootcert="
				+ postgres.getCertificate();
		Examined examined = Examined.structured(url);
		assertThat(examined.status()).as(examined.out()).isEqualTo(Report.UNREACHABLE);
		assertThat(examined.details(Stage.TLS)).contains("verify-full fails: the certificate is not for '127.1'");
		assertThat(examined.summary(Stage.LOGIN))
			.isEqualTo("The hostname 127.1 could not be verified by hostnameverifier PgjdbcHostnameVerifier.");
		assertThat(examined.findings()).containsExactly("certificate");
	}

	@Test
	void fileWithoutACertificate() throws IOException {
		Path file = Files.writeString(this.directory.resolve("root.crt"), "nothing");
		Examined examined = examine("sslmode=verify-full&sslrootcert=" + file);
		assertThat(examined.status()).isEqualTo(Report.UNREACHABLE);
		assertThat(examined.findings()).hasSize(1);
	}

	@Test
	void serverWithoutTlsThatIsToHaveIt() {
		try (Postgres plain = Postgres.start()) {
			Examined examined = Examined.structured(plain.getDatabaseUrl() + "?sslmode=require");
			assertThat(examined.status()).isEqualTo(Report.UNREACHABLE);
			assertThat(examined.summary(Stage.TLS))
				.isEqualTo("The server offers no TLS, and sslmode=require demands it");
			assertThat(examined.summary(Stage.LOGIN)).isEqualTo("The server does not support SSL.");
			assertThat(examined.findings()).containsExactly("tls-not-offered");
		}
	}

	@Test
	void providerThatDemandsTls() {
		try (Neon neon = Neon.start()) {
			Examined examined = Examined.structured(neon.getDatabaseUrl() + "?sslmode=disable");
			assertThat(examined.status()).isEqualTo(Report.UNREACHABLE);
			assertThat(examined.verdict(Stage.TLS)).isEqualTo("noticed");
			assertThat(examined.details(Stage.TLS)).contains("sslmode=disable: it is not used");
			assertThat(examined.summary(Stage.LOGIN))
				.isEqualTo("ERROR: connection is insecure (try using `sslmode=require`)");
			assertThat(examined.findings()).containsExactly("tls-required");
		}
	}

	private static Examined examine(String parameters) {
		return Examined.structured(postgres.getDatabaseUrl() + "?" + parameters);
	}

}
