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

package io.github.pgsteady.simulator.proxy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementKind}, {@link SqlWords} and {@link SqlScript}.
 */
class StatementKindTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			COMMIT                                              | COMMIT
			commit work and chain                               | COMMIT
			 /* a */ -- b                                       | OTHER
			/* rollback; */ commit                              | COMMIT
			/* a /* nested */ rollback */ end                   | COMMIT
			COMMIT PREPARED 'x'                                 | COMMIT
			PREPARE TRANSACTION 'x'                             | WRITE
			prepare p as select 1                               | OTHER
			rollback                                            | ROLLBACK
			abort                                               | ROLLBACK
			rollback to savepoint commit                        | OTHER
			insert into t values ('commit')                     | WRITE
			update t set a = 1                                  | WRITE
			with a as (select 1) select * from a                | READ
			with a as (insert into t values (1) returning 1) select 1 | WRITE
			with a as (select 'insert') select "update" from a  | READ
			(select 1) union (select 2)                         | READ
			select 1                                            | READ
			call p()                                            | WRITE
			begin                                               | OTHER
			set x = 1                                           | OTHER
			create table t ()                                   | WRITE
			explain select 1                                    | READ
			explain analyze insert into t values (1)            | WRITE
			explain (analyze, verbose) delete from t            | WRITE
			select 1 into t                                     | WRITE
			with a as (select 1) select * into y from a         | WRITE
			""")
	void kindIsTold(String sql, StatementKind kind) {
		assertThat(StatementKind.of(sql)).isEqualTo(kind);
	}

	@Test
	void scriptIsSplitAtItsOwnSemicolonsOnly() {
		assertThat(statements("begin; insert into t values (';'); end;")).containsExactly("begin",
				"insert into t values (';')", "end");
		assertThat(statements("select $$ ; $$, $a$ $b$ ; $a$, E'\\';', \";\" -- ;\n ; commit"))
			.containsExactly("select $$ ; $$, $a$ $b$ ; $a$, E'\\';', \";\" -- ;", "commit");
		assertThat(statements("select 'it''s; fine'; select $1; select 2")).containsExactly("select 'it''s; fine'",
				"select $1", "select 2");
		assertThat(statements("")).isEmpty();
		assertThat(statements(" ; /* nothing */ ; -- at all")).isEmpty();
		assertThat(statements("select 'open")).containsExactly("select 'open");
		assertThat(statements("select 1 /* open ;")).containsExactly("select 1 /* open ;");
		assertThat(statements("select $x$ open ;")).containsExactly("select $x$ open ;");
	}

	@Test
	void commentEndsWithTheLineHoweverThatEnds() {
		assertThat(StatementKind.of("-- done\rcommit")).isEqualTo(StatementKind.COMMIT);
		assertThat(StatementKind.of("-- done\r\ncommit")).isEqualTo(StatementKind.COMMIT);
	}

	@Test
	void backslashEscapesWhereTheSessionSaysSo() {
		assertThat(SqlScript.statements("select '\\'; commit", true)).containsExactly("select '\\'; commit");
		assertThat(SqlScript.statements("select '\\'; commit", false)).containsExactly("select '\\'", "commit");
	}

	@Test
	void statementsInParenthesesAreNotSplit() {
		String rule = "create rule r as on insert to t do also (insert into u values (1); delete from v)";
		assertThat(statements(rule + "; commit")).containsExactly(rule, "commit");
	}

	@Test
	void bodyOfAFunctionIsNotSplit() {
		String function = "create function f() returns int language sql begin atomic"
				+ " select case when true then 1 end; select 2; end";
		assertThat(statements(function + "; commit")).containsExactly(function, "commit");
		assertThat(statements("create table t (begin int); end")).containsExactly("create table t (begin int)", "end");
	}

	private static List<String> statements(String sql) {
		return SqlScript.statements(sql, false);
	}

}
