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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be told of a statement from its text.
 */
enum StatementKind {

	/**
	 * It reads, for certain: it calls no function that is not known to only read.
	 */
	READ,

	/**
	 * It may write.
	 */
	WRITE,

	/**
	 * It may begin or end a transaction by itself: {@code COMMIT}, {@code CALL},
	 * {@code DO}, or several statements in one.
	 */
	CONTROL;

	private static final int MAXIMUM_KNOWN = 1000;

	private static final int MAXIMUM_LENGTH = 8000;

	// Applications have few texts, and use them often; those of the start are in the way
	// later
	private static final Map<String, StatementKind> KNOWN = new ConcurrentHashMap<>();

	static StatementKind of(String sql) {
		StatementKind kind = KNOWN.get(sql);
		if (kind == null) {
			kind = new SqlReader(sql).kind();
			if (KNOWN.size() >= MAXIMUM_KNOWN) {
				KNOWN.clear();
			}
			if (sql.length() <= MAXIMUM_LENGTH) {
				KNOWN.put(sql, kind);
			}
		}
		return kind;
	}

}
