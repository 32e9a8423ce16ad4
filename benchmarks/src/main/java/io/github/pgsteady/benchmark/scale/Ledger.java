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

package io.github.pgsteady.benchmark.scale;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a user would write to get to a table of one of several DataSources.
 */
@Repository
class Ledger {

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	Ledger(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactions);
	}

	void createTable() {
		this.jdbc.execute("create table if not exists entry "
				+ "(id bigint generated always as identity primary key, text text not null)");
	}

	/**
	 * Execute a transaction of two statements.
	 */
	void addAndRead() {
		this.transaction.executeWithoutResult((status) -> {
			Long id = this.jdbc.queryForObject("insert into entry (text) values (?) returning id", Long.class,
					"coffee");
			this.jdbc.queryForObject("select text from entry where id = ?", String.class, id);
		});
	}

}
