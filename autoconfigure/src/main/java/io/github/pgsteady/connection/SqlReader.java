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

import java.util.Locale;
import java.util.Set;

/**
 * Reads the text of a statement as far as it takes to tell its kind: words, and where
 * there are none because of quotes and comments. When in doubt, a statement may write.
 */
final class SqlReader {

	// Kinds of token; any other character stands for itself
	private static final char END = 0;

	private static final char WORD = 'w';

	private static final char QUOTED_NAME = 'q';

	private static final char LITERAL = 'l';

	private static final Set<String> READING = Set.of("select", "with", "values", "table", "show", "explain");

	private static final Set<String> CONTROLLING = Set.of("begin", "start", "commit", "end", "abort", "rollback",
			"prepare", "call", "do");

	private static final Set<String> WRITING = Set.of("insert", "update", "delete", "merge", "into", "analyze",
			"analyse");

	// What may stand before a parenthesis in a statement that only reads: keywords,
	// types,
	// and functions that everybody uses. Any other function may do anything
	private static final Set<String> HARMLESS = Set.of("abs", "age", "all", "and", "any", "array", "array_agg",
			"array_length", "as", "avg", "between", "bool_and", "bool_or", "by", "cardinality", "case", "cast", "ceil",
			"ceiling", "char", "coalesce", "concat", "concat_ws", "count", "cube", "date_part", "date_trunc", "decimal",
			"dense_rank", "distinct", "else", "except", "exists", "extract", "filter", "first_value", "floor", "from",
			"generate_series", "greatest", "group", "grouping", "having", "ilike", "in", "intersect", "is", "join",
			"json_agg", "json_build_object", "jsonb_agg", "jsonb_array_elements", "jsonb_build_object", "lag",
			"last_value", "lateral", "lead", "least", "left", "length", "like", "limit", "lower", "ltrim",
			"materialized", "max", "md5", "min", "mod", "not", "now", "ntile", "nullif", "numeric", "offset", "on",
			"or", "order", "over", "pg_backend_pid", "pg_is_in_recovery", "pg_sleep", "position", "power", "random",
			"rank", "regexp_replace", "replace", "right", "rollup", "round", "row", "row_number", "row_to_json",
			"rtrim", "select", "sets", "some", "split_part", "sqrt", "string_agg", "substr", "substring", "sum", "then",
			"timestamp", "to_char", "to_date", "to_json", "to_jsonb", "to_number", "to_timestamp", "trim", "trunc",
			"union", "unnest", "upper", "using", "values", "varchar", "version", "when", "where", "within");

	private final String sql;

	private int position;

	private String word = "";

	private boolean qualified;

	SqlReader(String sql) {
		this.sql = sql;
	}

	StatementKind kind() {
		char token = next();
		while (token == '(') {
			token = next();
		}
		if (token != WORD || CONTROLLING.contains(this.word)) {
			return isRollbackToSavepoint(token) ? StatementKind.WRITE : StatementKind.CONTROL;
		}
		boolean reads = READING.contains(this.word);
		char before = token;
		for (token = next(); token != END; token = next()) {
			if (before == ';') {
				return StatementKind.CONTROL;
			}
			reads = reads && isReading(before, token);
			if (token == WORD) {
				this.qualified = before == '.';
			}
			before = token;
		}
		return reads ? StatementKind.READ : StatementKind.WRITE;
	}

	private boolean isRollbackToSavepoint(char token) {
		return token == WORD && this.word.equals("rollback") && next() == WORD
				&& (this.word.equals("to") || ((this.word.equals("work") || this.word.equals("transaction"))
						&& next() == WORD && this.word.equals("to")));
	}

	private boolean isReading(char before, char token) {
		return switch (token) {
			case WORD -> !WRITING.contains(this.word);
			case '(' -> before != QUOTED_NAME && (before != WORD || (!this.qualified && HARMLESS.contains(this.word)));
			case '{' -> false;
			default -> true;
		};
	}

	private char next() {
		while (this.position < this.sql.length()) {
			char first = this.sql.charAt(this.position);
			if (Character.isWhitespace(first)) {
				this.position++;
			}
			else if (this.sql.startsWith("--", this.position)) {
				skipLine();
			}
			else if (this.sql.startsWith("/*", this.position)) {
				skipComment();
			}
			else {
				return token(first);
			}
		}
		return END;
	}

	private char token(char first) {
		if (first == '\'') {
			skipQuoted(first, false);
			return LITERAL;
		}
		if (first == '"') {
			skipQuoted(first, false);
			return QUOTED_NAME;
		}
		if (first == '$') {
			return parameterOrDollarQuoted();
		}
		if (Character.isJavaIdentifierStart(first)) {
			return wordOrEscapedLiteral();
		}
		this.position++;
		return first;
	}

	private char wordOrEscapedLiteral() {
		int start = this.position;
		while (this.position < this.sql.length() && Character.isJavaIdentifierPart(this.sql.charAt(this.position))) {
			this.position++;
		}
		this.word = this.sql.substring(start, this.position).toLowerCase(Locale.ROOT);
		if (this.word.equals("e") && this.sql.startsWith("'", this.position)) {
			skipQuoted('\'', true);
			return LITERAL;
		}
		return WORD;
	}

	private char parameterOrDollarQuoted() {
		int end = this.position + 1;
		while (end < this.sql.length() && isPartOfTag(this.sql.charAt(end))) {
			end++;
		}
		boolean quoted = end < this.sql.length() && this.sql.charAt(end) == '$';
		String tag = this.sql.substring(this.position, quoted ? end + 1 : end);
		this.position = quoted ? after(tag, this.position + tag.length()) : end;
		return LITERAL;
	}

	private static boolean isPartOfTag(char character) {
		return character != '$' && Character.isJavaIdentifierPart(character);
	}

	private void skipQuoted(char quote, boolean withBackslashes) {
		for (this.position++; this.position < this.sql.length(); this.position++) {
			char next = this.sql.charAt(this.position);
			if (next == quote) {
				this.position++;
				return;
			}
			if (withBackslashes && next == '\\') {
				this.position++;
			}
		}
	}

	private void skipLine() {
		while (this.position < this.sql.length() && this.sql.charAt(this.position) != '\n'
				&& this.sql.charAt(this.position) != '\r') {
			this.position++;
		}
	}

	// They nest
	private void skipComment() {
		int depth = 0;
		do {
			if (this.sql.startsWith("/*", this.position)) {
				depth++;
				this.position += 2;
			}
			else if (this.sql.startsWith("*/", this.position)) {
				depth--;
				this.position += 2;
			}
			else {
				this.position++;
			}
		}
		while (depth > 0 && this.position < this.sql.length());
	}

	private int after(String text, int start) {
		int found = this.sql.indexOf(text, start);
		return (found < 0) ? this.sql.length() : found + text.length();
	}

}
