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

package io.github.pgsteady.diagnosis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.failure.FailureReason;
import io.github.pgsteady.pool.Destination;
import io.github.pgsteady.provider.Endpoint;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.ProviderCatalog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Remedies}: what users paste leads to what they have to do.
 */
class RemediesTests {

	private final Remedies remedies = new Remedies();

	private final FailureClassifier classifier = FailureClassifier.ofBuiltInRules();

	static Stream<List<String>> pasted() throws IOException {
		return new ClassPathResource("start-failures.txt", RemediesTests.class)
			.getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> List.of(line.split(" \\| ")));
	}

	@ParameterizedTest
	@MethodSource("pasted")
	void pastedWordsHaveTheirRemedy(List<String> row) {
		assertThat(find(new SQLException(row.get(0), row.get(1)), row.get(2), "")).contains(row.get(3));
	}

	@Test
	void directHostOfSupabaseNeedsIpv6() {
		String pooler = "user postgres.abcdefgh, host aws-0-<region>.pooler.supabase.com, port 5432";
		String host = "db.abcdefgh.supabase.co:5432";
		assertThat(find(network(new UnknownHostException("db.abcdefgh.supabase.co")), host, "")).contains(pooler,
				"IPv6", "Connect, Session pooler");
		assertThat(find(network(new NoRouteToHostException("No route to host")), host, "")).contains(pooler);
		assertThat(find(network(new ConnectException("Network is unreachable")), host, "")).contains(pooler);
		assertThat(find(new SQLException("Connection attempt timed out.", "08001"), host, "")).contains(pooler);
	}

	@Test
	void privateHostOfRailwayExistsWithinRailway() {
		SQLException unknown = network(new UnknownHostException("postgres.railway.internal"));
		assertThat(find(unknown, "postgres.railway.internal:5432", "")).contains("DATABASE_PUBLIC_URL",
				"'postgres.railway.internal'");
		assertThat(find(unknown, "postgres.railway.internal:5432", "railway")).contains("while the image is built");
	}

	@Test
	void privateHostOfRenderExistsWithinRender() {
		SQLException unknown = network(new UnknownHostException("dpg-abc-a"));
		assertThat(find(unknown, "dpg-abc-a:5432", "")).contains("dpg-abc-a.<region>-postgres.render.com");
		assertThat(find(unknown, "dpg-abc-a:5432", "render")).contains("same region");
	}

	@Test
	void certificates() {
		SQLException exception = new SQLException("SSL error: PKIX path building failed", "08006",
				new SSLHandshakeException("PKIX path building failed").initCause(new CertificateException("x")));
		assertThat(find(exception, "aws-0-eu-west-1.pooler.supabase.com:5432", "")).contains("prod-ca-2021.crt");
		assertThat(find(exception, "db.example.com:5432", "")).contains("sslrootcert");
	}

	@Test
	void nobodyListens() {
		assertThat(find(network(new ConnectException("Connection refused")), "localhost:5432", ""))
			.contains("Nobody listens at localhost:5432");
	}

	@ParameterizedTest
	@EnumSource
	void everyReasonHasARemedyForAll(FailureReason reason) {
		// Only at one provider
		String key = Remedies.id(reason);
		assertThat(this.remedies.getTexts().getProperty(key)).as(key).isNotBlank();
	}

	@Test
	void everyRemedyCanBeFound() {
		List<String> keys = Stream.of(FailureReason.values(), FailureClass.values())
			.flatMap(Arrays::stream)
			.map(Remedies::id)
			.toList();
		List<String> variants = Stream
			.concat(ProviderCatalog.from(new MockEnvironment()).getNames().stream(), Stream.of(""))
			.flatMap((provider) -> Stream
				.concat(Stream.of("", ".private-network", ".private-network.inside", ".private-network.outside"),
						Arrays.stream(EndpointKind.values()).map((kind) -> "." + kind.getId()))
				.map((place) -> provider.isEmpty() ? "" : "." + provider + place))
			.toList();
		assertThat(this.remedies.getTexts().stringPropertyNames()).allSatisfy((name) -> {
			int dot = name.indexOf('.');
			assertThat(keys).contains((dot >= 0) ? name.substring(0, dot) : name);
			assertThat(variants).contains((dot >= 0) ? name.substring(dot) : "");
		});
	}

	@Test
	void withoutADestinationWhatHoldsForAllIsTold() {
		Failure failure = this.classifier.classifyConnect(network(new UnknownHostException("nowhere")));
		assertThat(this.remedies.find(new ConnectFailure(null, null, failure), "")).contains("'<host>'");
	}

	private SQLException network(Exception cause) {
		return new SQLException("The connection attempt failed.", "08001", cause);
	}

	private String find(SQLException exception, String address, String platform) {
		String host = address.split(":")[0];
		int port = Integer.parseInt(address.split(":")[1]);
		Endpoint endpoint = ProviderCatalog.from(new MockEnvironment()).endpointOf(host, port);
		Destination destination = new Destination(host, port,
				(endpoint != null) ? endpoint : new Endpoint("generic", EndpointKind.DIRECT, false));
		String text = this.remedies
			.find(new ConnectFailure("dataSource", destination, this.classifier.classifyConnect(exception)), platform);
		assertThat(text).doesNotContain("{host}", "{port}", "{label}");
		return text;
	}

}
