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

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of a simple query, which may be several.
 */
final class SqlScript {

	private final String sql;

	private final SqlWords words;

	private final List<String> statements = new ArrayList<>();

	private SqlScript(String sql, boolean backslashEscapes) {
		this.sql = sql;
		this.words = new SqlWords(sql, backslashEscapes);
	}

	static List<String> statements(String sql, boolean backslashEscapes) {
		SqlScript script = new SqlScript(sql, backslashEscapes);
		script.split();
		return script.statements;
	}

	private void split() {
		int start = 0;
		boolean creates = false;
		boolean first = true;
		String previous = "";
		// Open BEGIN ATOMIC and CASE: a semicolon in a function's body ends no statement
		int depth = 0;
		for (String word = this.words.next(); !word.isEmpty(); word = this.words.next()) {
			if (word.equals(";") && depth == 0) {
				add(start, this.words.position() - 1);
				start = this.words.position();
				first = true;
				creates = false;
				continue;
			}
			creates = first ? word.equalsIgnoreCase("CREATE") : creates;
			first = false;
			if (creates) {
				depth = depth(depth, previous, word);
			}
			previous = word;
		}
		add(start, this.sql.length());
	}

	private int depth(int depth, String previous, String word) {
		if (depth == 0) {
			return (previous.equalsIgnoreCase("BEGIN") && word.equalsIgnoreCase("ATOMIC")) ? 1 : 0;
		}
		if (word.equalsIgnoreCase("CASE")) {
			return depth + 1;
		}
		return word.equalsIgnoreCase("END") ? depth - 1 : depth;
	}

	private void add(int start, int end) {
		String statement = this.sql.substring(start, end).trim();
		if (!new SqlWords(statement).next().isEmpty()) {
			this.statements.add(statement);
		}
	}

}
