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
import java.net.InetSocketAddress;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.doctor.TlsFacts.Authority;

/**
 * Finds out which TLS the server offers, and whether its certificate could be verified.
 */
final class TlsStage implements StageExamination {

	private static final Set<String> DEMANDING = Set.of("require", "verify-ca", "verify-full");

	@Override
	public Stage getStage() {
		return Stage.TLS;
	}

	@Override
	public Observation examine(MedicalRecord record) throws IOException {
		Subject subject = record.getSubject();
		InetSocketAddress address = new InetSocketAddress(record.getAddresses().get(0), subject.destination().port());
		TlsFacts facts = ask(subject, address);
		String mode = subject.sslmode();
		if (facts == null) {
			return withoutTls(subject, mode);
		}
		record.setTls(facts);
		return observe(subject, facts, mode);
	}

	private static @Nullable TlsFacts ask(Subject subject, InetSocketAddress address) throws IOException {
		return new TlsProbe(subject, address, TcpStage.timeout(subject)).ask();
	}

	private static Observation withoutTls(Subject subject, String mode) {
		Observation observation;
		if (DEMANDING.contains(mode)) {
			observation = Observation.failed("The server offers no TLS, and sslmode=%s demands it".formatted(mode));
		}
		else if (subject.destination().isLoopback() || subject.endpoint().privateNetwork()) {
			observation = Observation.passed("The server offers no TLS: plain text, %s"
				.formatted(subject.destination().isLoopback() ? "on this machine" : "within a private network"));
		}
		else {
			observation = Observation.noticed("The server offers no TLS: everybody on the way can read along");
		}
		return observation.fact("offered", false).fact("sslmode", mode);
	}

	private static Observation observe(Subject subject, TlsFacts facts, String mode) {
		boolean verified = mode.equals("verify-full");
		boolean fails = (verified && !facts.isVerifiable()) || (mode.equals("verify-ca") && facts.problem() != null);
		Verdict verdict = fails ? Verdict.FAILED : (mode.equals("disable") ? Verdict.NOTICED : Verdict.PASSED);
		Observation observation = Observation.of(verdict, "%s, %s".formatted(facts.protocol(), facts.cipher()))
			.detail("The certificate is for %s, from %s, until %s".formatted(
					facts.names().stream().limit(4).collect(Collectors.joining(", ")), facts.issuer(),
					LocalDate.ofInstant(facts.until(), ZoneOffset.UTC)))
			.detail(verification(subject, facts, verified));
		if (mode.equals("disable")) {
			observation.detail("sslmode=disable: it is not used");
		}
		return observation.fact("offered", true)
			.fact("protocol", facts.protocol())
			.fact("cipher", facts.cipher())
			.fact("names", facts.names())
			.fact("issuer", facts.issuer())
			.fact("until", facts.until().toString())
			.fact("nameMatches", facts.nameMatches())
			.fact("trusted", facts.problem() == null)
			.fact("verifiable", facts.isVerifiable())
			.fact("sslmode", mode);
	}

	private static String verification(Subject subject, TlsFacts facts, boolean verified) {
		if (!facts.nameMatches()) {
			return "verify-full %s: the certificate is not for '%s'".formatted(verified ? "fails" : "would fail",
					subject.host());
		}
		if (facts.problem() != null) {
			return "verify-full %s (%s): it needs the certificate of that issuer, sslrootcert=<file>"
				.formatted(verified ? "fails" : "would fail", facts.problem());
		}
		String how = (facts.authority() == Authority.JAVA) ? "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
				: "the file that sslrootcert names";
		return "verify-full %s, with %s".formatted(verified ? "works" : "would work", how);
	}

}
