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

package io.github.pgsteady.retry.storm;

import java.util.List;

/**
 * The ways in which an application writes to the ledger.
 */
enum Access {

	/**
	 * A {@code @Repository} class with a {@code @Transactional} method.
	 */
	JDBC_CLIENT("JdbcClient, transaction"),

	/**
	 * One without: each statement is committed by itself.
	 */
	AUTO_COMMIT("JdbcClient, auto-commit"),

	/**
	 * A {@code @Transactional} service that calls the former twice.
	 */
	JDBC_SERVICE("service, JdbcClient"),

	/**
	 * A Spring Data JDBC repository.
	 */
	DATA_JDBC("Spring Data JDBC"),

	/**
	 * A {@code @Transactional} service that calls it twice.
	 */
	DATA_JDBC_SERVICE("service, Spring Data JDBC"),

	/**
	 * A Spring Data JPA repository, whose entity gets its identity from the insertion.
	 */
	JPA("JPA"),

	/**
	 * A {@code @Transactional} service that saves two entities, which are inserted just
	 * before {@code COMMIT}.
	 */
	JPA_SERVICE("service, JPA");

	private final String label;

	Access(String label) {
		this.label = label;
	}

	/**
	 * Return the keys of what is written under a business key.
	 * @param key the business key
	 * @return the keys of the rows
	 */
	List<String> rows(String key) {
		return switch (this) {
			case JDBC_SERVICE, DATA_JDBC_SERVICE, JPA_SERVICE -> List.of(key + "/debit", key + "/credit");
			default -> List.of(key);
		};
	}

	boolean isAutoCommit() {
		return this == AUTO_COMMIT;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
