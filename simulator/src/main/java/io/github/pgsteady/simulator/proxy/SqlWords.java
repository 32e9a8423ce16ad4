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

/**
 * The words of an SQL text one after the other, past comments, literals and quoted names.
 */
final class SqlWords {

	private final String sql;

	// As with standard_conforming_strings=off
	private final boolean backslashEscapes;

	private int position;

	// A semicolon within parentheses, as in CREATE RULE, ends no statement
	private int parentheses;

	SqlWords(String sql) {
		this(sql, false);
	}

	SqlWords(String sql, boolean backslashEscapes) {
		this.sql = sql;
		this.backslashEscapes = backslashEscapes;
	}

	// The next bare word or ';', or an empty text at the end
	String next() {
		while (this.position < this.sql.length()) {
			char c = this.sql.charAt(this.position);
			if (Character.isLetter(c) || c == '_') {
				String word = word();
				if (!opensEscapedLiteral(word)) {
					return word;
				}
				skipLiteral(true);
			}
			else if (c == ';' && this.parentheses <= 0) {
				this.position++;
				return ";";
			}
			else {
				skip(c);
			}
		}
		return "";
	}

	int position() {
		return this.position;
	}

	private String word() {
		int start = this.position;
		while (this.position < this.sql.length() && isPartOfWord(this.sql.charAt(this.position))) {
			this.position++;
		}
		return this.sql.substring(start, this.position);
	}

	private boolean isPartOfWord(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '$';
	}

	private boolean opensEscapedLiteral(String word) {
		return word.equalsIgnoreCase("E") && startsWith("'");
	}

	private void skip(char c) {
		if (c == '\'') {
			skipLiteral(this.backslashEscapes);
		}
		else if (c == '"') {
			skipPast("\"", this.position + 1);
		}
		else if (startsWith("--")) {
			skipLine();
		}
		else if (startsWith("/*")) {
			skipBlockComment();
		}
		else if (c == '$') {
			skipDollarQuotes();
		}
		else {
			this.parentheses += (c == '(') ? 1 : 0;
			this.parentheses -= (c == ')') ? 1 : 0;
			this.position++;
		}
	}

	private void skipLine() {
		while (this.position < this.sql.length() && "\r\n".indexOf(this.sql.charAt(this.position)) == -1) {
			this.position++;
		}
	}

	// A doubled quote ends one literal and begins the next: no word can stand between
	private void skipLiteral(boolean escapes) {
		this.position++;
		while (this.position < this.sql.length() && this.sql.charAt(this.position) != '\'') {
			this.position += (escapes && this.sql.charAt(this.position) == '\\') ? 2 : 1;
		}
		this.position = Math.min(this.position + 1, this.sql.length());
	}

	private void skipBlockComment() {
		int depth = 0;
		do {
			if (startsWith("/*")) {
				depth++;
				this.position += 2;
			}
			else if (startsWith("*/")) {
				depth--;
				this.position += 2;
			}
			else {
				this.position++;
			}
		}
		while (depth > 0 && this.position < this.sql.length());
	}

	private void skipDollarQuotes() {
		int end = this.position + 1;
		while (end < this.sql.length() && isPartOfTag(this.sql.charAt(end))) {
			end++;
		}
		if (end < this.sql.length() && this.sql.charAt(end) == '$') {
			skipPast(this.sql.substring(this.position, end + 1), end + 1);
		}
		else {
			// A parameter such as $1
			this.position = end;
		}
	}

	private boolean isPartOfTag(char c) {
		return Character.isLetterOrDigit(c) || c == '_';
	}

	private void skipPast(String end, int from) {
		int found = this.sql.indexOf(end, from);
		this.position = (found != -1) ? found + end.length() : this.sql.length();
	}

	private boolean startsWith(String prefix) {
		return this.sql.startsWith(prefix, this.position);
	}

}
