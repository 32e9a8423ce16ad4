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

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.diagnosis.Finding;
import io.github.pgsteady.diagnosis.Severity;
import io.github.pgsteady.fleet.ServerConnections;
import io.github.pgsteady.fleet.ServerConnections.Holder;
import io.github.pgsteady.provider.EndpointKind;
import io.github.pgsteady.provider.Setting;

/**
 * Asks the server what it is, how many connections it takes, who holds them, and which
 * time limits it has.
 */
final class ServerStage implements StageExamination {

	private static final int MOST_HOLDERS = 5;

	private static final String QUERY = """
			select current_setting('server_version'), pg_is_in_recovery(), t.default_read_only,
			  t.idle_session, t.idle_in_transaction, t.statement
			from (select
			  (select setting from pg_catalog.pg_settings where name = 'idle_session_timeout') as idle_session,
			  (select setting from pg_catalog.pg_settings where name = 'idle_in_transaction_session_timeout')
			    as idle_in_transaction,
			  (select setting from pg_catalog.pg_settings where name = 'statement_timeout') as statement,
			  (select setting from pg_catalog.pg_settings where name = 'default_transaction_read_only')
			    as default_read_only) t""";

	@Override
	public Stage getStage() {
		return Stage.SERVER;
	}

	@Override
	public Observation examine(MedicalRecord record) throws SQLException {
		ServerFacts facts = Transactions.ask(record.getFirst(), ServerStage::read);
		record.setServer(facts);
		findReadOnly(record, facts);
		findSmallPool(record, facts);
		return observe(record, facts);
	}

	private static ServerFacts read(Connection connection) throws SQLException {
		List<@Nullable String> row = Transactions.rows(connection, QUERY).get(0);
		return new ServerFacts(text(row, 0), ServerConnections.read(connection), milliseconds(row, 3),
				milliseconds(row, 4), milliseconds(row, 5), text(row, 1).equals("t"), text(row, 2).equals("on"));
	}

	private static String text(List<@Nullable String> row, int column) {
		return Objects.requireNonNullElse(row.get(column), "");
	}

	// Older servers lack some of them
	private static Duration milliseconds(List<@Nullable String> row, int column) {
		String text = text(row, column);
		return text.isEmpty() ? Duration.ZERO : Duration.ofMillis(Long.parseLong(text));
	}

	private static void findReadOnly(MedicalRecord record, ServerFacts facts) {
		if (facts.recovery() || facts.readOnly()) {
			record.add(new Finding("read-only", Severity.WARNING, record.getSubject().pool().getName(),
					facts.recovery() ? "The server is a standby" : "Transactions can only read",
					"What writes fails: 'cannot execute INSERT in a read-only transaction' (25006)",
					List.of(facts.recovery() ? "pg_is_in_recovery() is true" : "default_transaction_read_only is on"),
					facts.recovery() ? "Use the host of the primary, or several hosts and targetServerType=primary"
							: "Look at the provider's console: a disk that is full, or a quota, makes a database read-only"));
		}
	}

	private static void findSmallPool(MedicalRecord record, ServerFacts facts) {
		Subject subject = record.getSubject();
		if (subject.endpoint().kind() == EndpointKind.TRANSACTION_POOLER) {
			return;
		}
		int instances = record.getOptions().instances();
		int size = subject.pool().getConfig().getMaximumPoolSize();
		int room = facts.limit() - facts.usedByOthers();
		if (size * instances > room) {
			record.replace(new Finding("connections-above-limit", Severity.WARNING, subject.pool().getName(),
					"%s instances with %s may hold %s connections, and the server has %s for them".formatted(instances,
							subject.pool().getSetting(Setting.MAXIMUM_POOL_SIZE), size * instances, Math.max(room, 0)),
					"Under load, and while a deployment runs old and new instances, the last ones are refused (too "
							+ "many connections)",
					limits(facts), "Lower 'spring.datasource.hikari.maximum-pool-size' as below, end what holds "
							+ "connections, or put a pooler between. If there are fewer instances: --instances=1"));
		}
	}

	private static List<String> limits(ServerFacts facts) {
		ServerConnections connections = facts.connections();
		List<String> limits = new ArrayList<>();
		limits
			.add("max_connections is %s, %s of them reserved".formatted(connections.maximum(), connections.reserved()));
		if (connections.roleLimit() != null) {
			limits.add("this role may have %s".formatted(connections.roleLimit()));
		}
		if (connections.databaseLimit() != null) {
			limits.add("this database may have %s".formatted(connections.databaseLimit()));
		}
		limits.add("others hold %s".formatted(facts.usedByOthers()));
		limits.add("this role holds %s in this database".formatted(facts.usedByApplication()));
		return limits;
	}

	private static Observation observe(MedicalRecord record, ServerFacts facts) {
		boolean noticed = record.getFindings()
			.stream()
			.anyMatch((finding) -> finding.id().equals("read-only") || finding.id().equals("connections-above-limit"));
		Observation observation = Observation.of(noticed ? Verdict.NOTICED : Verdict.PASSED,
				"PostgreSQL %s, %s; %s of %s connections in use".formatted(facts.version(),
						facts.recovery() ? "standby" : "primary", facts.usedByOthers() + facts.usedByApplication(),
						facts.limit()))
			.detail(String.join(", ", limits(facts)));
		if (facts.usedByOthers() + facts.usedByApplication() > 0) {
			observation.detail("held by " + holders(facts));
		}
		return observation.detail(timeouts(facts))
			.fact("version", facts.version())
			.fact("recovery", facts.recovery())
			.fact("maximum", facts.connections().maximum())
			.fact("reserved", facts.connections().reserved())
			.fact("roleLimit", facts.connections().roleLimit())
			.fact("databaseLimit", facts.connections().databaseLimit())
			.fact("limit", facts.limit())
			.fact("usedByOthers", facts.usedByOthers())
			.fact("usedByApplication", facts.usedByApplication())
			.fact("idleSessionTimeoutMilliseconds", facts.idleSessionTimeout().toMillis())
			.fact("idleInTransactionTimeoutMilliseconds", facts.idleInTransactionTimeout().toMillis())
			.fact("statementTimeoutMilliseconds", facts.statementTimeout().toMillis());
	}

	private static String holders(ServerFacts facts) {
		Map<String, Integer> holders = new LinkedHashMap<>();
		facts.connections()
			.holders()
			.stream()
			.filter((holder) -> !ServerFacts.isOfDoctor(holder))
			.sorted(Comparator.comparing(Holder::connections).reversed())
			.forEach((holder) -> holders.merge(name(holder), holder.connections(), Integer::sum));
		String shown = holders.entrySet()
			.stream()
			.limit(MOST_HOLDERS)
			.map((entry) -> "%s: %s".formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining(", "));
		return (holders.size() > MOST_HOLDERS) ? "%s and %s more".formatted(shown, holders.size() - MOST_HOLDERS)
				: shown;
	}

	private static String name(Holder holder) {
		String name = holder.readableName();
		return (name.isEmpty() ? "(no name)" : "'" + name + "'") + (holder.sameRole() ? "" : ", another role");
	}

	private static String timeouts(ServerFacts facts) {
		return "idle_session_timeout %s, idle_in_transaction_session_timeout %s, statement_timeout %s".formatted(
				Times.text(facts.idleSessionTimeout()), Times.text(facts.idleInTransactionTimeout()),
				Times.text(facts.statementTimeout()));
	}

}
