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

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.pgsteady.doctor.TlsFacts.Authority;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.Setting;

/**
 * What to configure, as far as it follows from what was measured. The rest pgsteady
 * chooses by itself.
 */
final class Advice {

	private static final String URL = "spring.datasource.url";

	private static final String HIKARI = "spring.datasource.hikari.";

	private static final String DRIVER = HIKARI + "data-source-properties.";

	private static final Duration SHORTEST_IDLE_TIMEOUT = Duration.ofSeconds(10);

	private static final int CONNECTS_IN_A_WAIT = 5;

	private static final Set<String> VARIABLES_WITHOUT_NAME = Set.of("PGHOST", "DATABASE_URL", "POSTGRES_URL",
			"JDBC_DATABASE_URL");

	private final MedicalRecord record;

	private final Subject subject;

	private final List<Advised> advised = new ArrayList<>();

	private Advice(MedicalRecord record) {
		this.record = record;
		this.subject = record.getSubject();
	}

	static List<Advised> of(MedicalRecord record) {
		Advice advice = new Advice(record);
		advice.adviseUrl();
		advice.advisePoolSize();
		advice.adviseConnectionTimeout();
		advice.adviseIdleTimeout();
		advice.adviseTls();
		advice.advisePreparedStatements();
		advice.adviseLimit();
		return advice.advised;
	}

	private void add(String property, Object value, String fact) {
		this.advised.add(new Advised(property, value, fact));
	}

	private void adviseUrl() {
		boolean pooler = isUnexpectedTransactionPooler();
		if (!this.subject.standalone() || (VARIABLES_WITHOUT_NAME.contains(this.subject.source()) && !pooler)) {
			// pgsteady finds it, or it is there already
			return;
		}
		String database = this.subject.database();
		add(URL, "jdbc:postgresql://%s/%s%s".formatted(this.subject.destination(), (database != null) ? database : "",
				pooler ? "?pgbouncer=true" : ""),
				pooler ? "a transaction pooler: two connections got the same session"
						: "%s: %s".formatted(this.subject.endpoint(), this.subject.detection().getReason()));
		add("spring.datasource.username", "${DATABASE_USER}", "not written down here");
		add("spring.datasource.password", "${DATABASE_PASSWORD}", "not written down here");
	}

	private boolean isUnexpectedTransactionPooler() {
		EndpointEvidence evidence = this.record.getEndpoint();
		return evidence != null && evidence.kind() == EndpointKind.TRANSACTION_POOLER
				&& this.subject.endpoint().kind() != EndpointKind.TRANSACTION_POOLER;
	}

	private void advisePoolSize() {
		int planned = this.subject.pool().getConfig().getMaximumPoolSize();
		ServerFacts server = this.record.getServer();
		if (server == null || isThroughPooler()) {
			return;
		}
		int instances = this.record.getOptions().instances();
		int room = Math.max(server.limit() - server.usedByOthers(), 0);
		add(HIKARI + "maximum-pool-size", Math.max(Math.min(planned, room / instances), 1),
				"%s connections may be used, others hold %s; %s instances".formatted(server.limit(),
						server.usedByOthers(), instances));
		add("pgsteady.fleet.instances", instances, "as --instances says; a rolling deployment adds one");
	}

	private boolean isThroughPooler() {
		EndpointEvidence evidence = this.record.getEndpoint();
		EndpointKind kind = (evidence != null) ? evidence.kind() : this.subject.endpoint().kind();
		return kind != EndpointKind.DIRECT;
	}

	private void adviseConnectionTimeout() {
		Duration connect = this.record.getConnectTime();
		if (connect != null
				&& this.subject.pool().getSetting(Setting.CONNECTION_TIMEOUT).value() instanceof Duration planned) {
			Duration least = connect.multipliedBy(CONNECTS_IN_A_WAIT);
			add(HIKARI + "connection-timeout", ((planned.compareTo(least) < 0) ? least : planned).toMillis(),
					"a new connection took " + Times.elapsed(connect));
		}
	}

	private void adviseIdleTimeout() {
		Duration cut = this.record.getIdleCut();
		String fact = (cut != null) ? "idle connections were cut after " + Times.elapsed(cut) : "";
		ServerFacts server = this.record.getServer();
		if (cut == null && server != null && !server.idleSessionTimeout().isZero()) {
			cut = server.idleSessionTimeout();
			fact = "idle_session_timeout is " + Times.elapsed(cut);
		}
		if (cut == null) {
			return;
		}
		Duration timeout = cut.multipliedBy(4).dividedBy(5);
		boolean possible = timeout.compareTo(SHORTEST_IDLE_TIMEOUT) >= 0;
		add(HIKARI + "idle-timeout", (possible ? timeout : SHORTEST_IDLE_TIMEOUT).toMillis(),
				possible ? fact : fact + ", and HikariCP's shortest is 10 s");
		add(HIKARI + "minimum-idle", 0, "HikariCP lets the idle-timeout pass for those");
	}

	private void adviseTls() {
		TlsFacts tls = this.record.getTls();
		if (tls == null) {
			return;
		}
		String fact = "%s, certificate of %s until %s".formatted(tls.protocol(), tls.issuer(),
				LocalDate.ofInstant(tls.until(), ZoneOffset.UTC));
		String mode = tls.isVerifiable() ? "verify-full" : "require";
		String why = tls.isVerifiable() ? fact
				: fact + "; it cannot be verified" + (tls.nameMatches() ? "" : ", and is for another name");
		add(DRIVER + "sslmode", mode, why + hiddenByUrl("sslmode", mode));
		if (tls.isVerifiable() && tls.authority() == Authority.JAVA) {
			add(DRIVER + "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory", "Java trusts that authority");
		}
		String file = this.subject.pool().getDriverParameter("sslrootcert");
		if (tls.isVerifiable() && tls.authority() == Authority.FILE && file != null) {
			add(DRIVER + "sslrootcert", file, "it has that authority");
		}
	}

	// With the driver, what stands in the URL comes first
	private String hiddenByUrl(String parameter, String value) {
		String present = this.subject.urlParameter(parameter);
		boolean stays = this.advised.stream().noneMatch((advised) -> advised.property().equals(URL));
		return (stays && present != null && !present.equals(value))
				? "; take %s=%s out of the URL, which would win".formatted(parameter, present) : "";
	}

	private void advisePreparedStatements() {
		SessionFacts sessions = this.record.getSessions();
		if (sessions != null && !sessions.isPreparing()) {
			add(DRIVER + "prepareThreshold", 0, String.valueOf(sessions.preparedProblem()));
		}
	}

	private void adviseLimit() {
		ServerFacts server = this.record.getServer();
		Object planned = this.subject.pool().getSetting(Setting.CONNECTION_LIMIT).value();
		if (server != null && !isThroughPooler() && !Integer.valueOf(server.limit()).equals(planned)) {
			add("pgsteady.providers.%s.connection-limit".formatted(this.subject.detection().getProvider()),
					server.limit(), "max_connections is %s, %s of them reserved"
						.formatted(server.connections().maximum(), server.connections().reserved()));
		}
	}

}
