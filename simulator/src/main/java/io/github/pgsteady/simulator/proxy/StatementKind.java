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

import java.util.Locale;
import java.util.Set;

/**
 * What a statement does to the data, as far as its first words tell.
 *
 * @since 0.1.0
 */
public enum StatementKind {

	/**
	 * Ends a transaction: {@code COMMIT}, {@code END}, {@code COMMIT PREPARED}.
	 */
	COMMIT,

	/**
	 * Undoes a transaction: {@code ROLLBACK} (not to a savepoint), {@code ABORT}.
	 */
	ROLLBACK,

	/**
	 * Changes data or may do so: {@code INSERT}, {@code CALL}, {@code CREATE},
	 * {@code WITH} around an {@code UPDATE}, and whatever is not known to be harmless.
	 */
	WRITE,

	/**
	 * Reads: {@code SELECT} and the like. A function that is called there may write all
	 * the same.
	 */
	READ,

	/**
	 * Changes nothing but the session: {@code BEGIN}, {@code SET}, {@code SAVEPOINT}, an
	 * empty statement.
	 */
	OTHER;

	private static final Set<String> READS = Set.of("VALUES", "TABLE", "SHOW", "FETCH", "MOVE");

	private static final Set<String> OTHERS = Set.of("", "BEGIN", "START", "SET", "RESET", "SAVEPOINT", "RELEASE",
			"DISCARD", "DEALLOCATE", "PREPARE", "DECLARE", "CLOSE", "LISTEN", "UNLISTEN", "LOCK");

	// SELECT ... INTO makes a table; SELECT ... FOR UPDATE counts as well, to be safe
	private static final Set<String> WRITES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "INTO");

	private static final Set<String> ANALYZE = Set.of("ANALYZE", "ANALYSE");

	static StatementKind of(String sql) {
		SqlWords words = new SqlWords(sql);
		String first = upper(words.next());
		return switch (first) {
			case "COMMIT", "END" -> COMMIT;
			case "ROLLBACK", "ABORT" -> undoes(words) ? ROLLBACK : OTHER;
			case "PREPARE" -> "TRANSACTION".equals(upper(words.next())) ? WRITE : OTHER;
			case "WITH", "SELECT" -> contains(words, WRITES) ? WRITE : READ;
			case "EXPLAIN" -> (contains(words, ANALYZE) && contains(words, WRITES)) ? WRITE : READ;
			default -> simple(first);
		};
	}

	private static StatementKind simple(String first) {
		if (READS.contains(first)) {
			return READ;
		}
		return OTHERS.contains(first) ? OTHER : WRITE;
	}

	private static boolean undoes(SqlWords words) {
		for (String word = upper(words.next()); !word.isEmpty(); word = upper(words.next())) {
			if ("TO".equals(word)) {
				return false;
			}
		}
		return true;
	}

	private static boolean contains(SqlWords words, Set<String> wanted) {
		for (String word = upper(words.next()); !word.isEmpty(); word = upper(words.next())) {
			if (wanted.contains(word)) {
				return true;
			}
		}
		return false;
	}

	private static String upper(String word) {
		return word.toUpperCase(Locale.ROOT);
	}

}
