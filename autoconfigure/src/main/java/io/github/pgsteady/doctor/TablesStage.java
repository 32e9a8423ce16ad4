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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Lists which tables the role sees, and which migrations have run.
 */
final class TablesStage implements StageExamination {

	private static final String TABLES = """
			select n.nspname, count(*), count(*) filter (where has_table_privilege(c.oid, 'SELECT')),
			  count(*) filter (where has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE'))
			from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
			where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
			group by n.nspname order by n.nspname""";

	private static final String HISTORIES = """
			select n.nspname, c.relname
			from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
			where c.relname in ('flyway_schema_history', 'databasechangelog') and c.relkind = 'r'
			  and has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT')
			order by n.nspname, c.relname""";

	@Override
	public Stage getStage() {
		return Stage.TABLES;
	}

	@Override
	public Observation examine(MedicalRecord record) throws SQLException {
		if (!record.getOptions().tables()) {
			return Observation.skipped("Not asked for (--tables)");
		}
		return Transactions.ask(record.getFirst(), TablesStage::examine);
	}

	private static Observation examine(Connection connection) throws SQLException {
		List<List<@Nullable String>> schemas = Transactions.rows(connection, TABLES);
		long tables = schemas.stream().mapToLong((schema) -> Long.parseLong(String.valueOf(schema.get(1)))).sum();
		Observation observation = Observation
			.passed("%s tables in %s schemas; search_path is %s".formatted(tables, schemas.size(),
					Transactions.value(connection, "select current_setting('search_path')")))
			.fact("tables", tables);
		for (List<@Nullable String> schema : schemas) {
			observation.detail("%s: %s tables, %s that this role reads, %s that it writes".formatted(schema.toArray()));
		}
		List<String> histories = new ArrayList<>();
		for (List<@Nullable String> history : Transactions.rows(connection, HISTORIES)) {
			histories.add(history(connection, String.valueOf(history.get(0)), String.valueOf(history.get(1))));
		}
		return observation
			.details(
					histories.isEmpty() ? List.of("No history of Flyway or Liquibase that this role reads") : histories)
			.fact("migrations", histories);
	}

	private static String history(Connection connection, String schema, String table) throws SQLException {
		String name = "\"" + schema.replace("\"", "\"\"") + "\".\"" + table + "\"";
		boolean flyway = table.startsWith("flyway");
		String counts = flyway
				? "select count(*), count(*) filter (where not success), (select version || ' (' || description || ')' "
						+ "from %1$s where version is not null order by installed_rank desc limit 1) from %1$s"
				: "select count(*), 0, (select id || ' (' || author || ')' from %1$s order by orderexecuted desc limit 1) "
						+ "from %1$s";
		return Transactions.rows(connection, counts.formatted(name))
			.stream()
			.map((row) -> "%s in %s: %s migrations, %s of them failed, the last is %s"
				.formatted(flyway ? "Flyway" : "Liquibase", schema, row.get(0), row.get(1), row.get(2)))
			.collect(Collectors.joining());
	}

}
