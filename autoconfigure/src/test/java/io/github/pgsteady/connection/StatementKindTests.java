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

package io.github.pgsteady.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementKind}.
 */
class StatementKindTests {

	@ParameterizedTest
	@ValueSource(strings = { "select 1", "SELECT count(*) FROM orders WHERE id IN (1, 2)",
			"  \n/* a /* nested */ comment; */ select * from t -- ; insert\n where a = ?",
			"select 'a; delete from t', $$;commit$$, $x$ $$ ; $x$, E'\\'; drop' from t", "select 'it''s; (f)' from t;",
			"(select 1) union all (select 2)", "with a as (select 1) select * from a", "values (1), (2)", "table t",
			"show search_path", "explain select 1", "select \"insert\" from t", "select a.b, (a + 1) * 2 from a",
			"select cast(a as numeric(10, 2)) from t where b = $1 and c ~ 'x'", "select 1 ; -- done",
			"select coalesce(max(id), 0) over (order by lower(name)) from t" })
	void reads(String sql) {
		assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.READ);
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into t values (1)", "UPDATE t set a = 1", "delete from t",
			"with a as (insert into t values (1) returning id) select * from a", "select nextval('s')",
			"select place_order(1)", "select shop.place_order(1)", "select \"Place\" (1)", "select * into b from a",
			"explain analyze delete from t", "select * from t for update", "create table t (id int)", "set a = 1",
			"{fn now()}", "select {fn f()} from t", "copy t to '/tmp/x'", "listen a", "savepoint a",
			"rollback to savepoint a", "rollback work to a", "with recursive t(n) as (values (1)) select n from t",
			"insert into t values ('a; b')", "lock table t;" })
	void writesOrMay(String sql) {
		assertThat(StatementKind.of(sql)).isIn(StatementKind.WRITE,
				sql.startsWith("{") ? StatementKind.CONTROL : StatementKind.WRITE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "commit", "COMMIT;", " /* x */ begin", "start transaction", "end", "abort", "rollback",
			"rollback work", "prepare transaction 'a'", "call p()", "{call p(?)}", "{? = call f(?)}",
			"do $$ begin commit; end $$", "insert into t values (1); commit", "select 1; select 2", "", ";",
			"insert into t values ('a'';'); commit", "select 1;;commit" })
	void controls(String sql) {
		assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.CONTROL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 'open", "select \"open", "select $$open", "select /* open", "select $",
			"select e'\\", "-- only" })
	void endsWhereTheTextEnds(String sql) {
		assertThat(StatementKind.of(sql)).isNotNull();
	}

	@Test
	void longTextIsReadAnewEachTime() {
		String sql = "select " + "a, ".repeat(2000) + "a from t";
		assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.READ);
		assertThat(StatementKind.of(sql + "; commit")).isEqualTo(StatementKind.CONTROL);
	}

}
