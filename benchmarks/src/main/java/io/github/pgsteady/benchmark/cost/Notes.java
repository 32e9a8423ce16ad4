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

package io.github.pgsteady.benchmark.cost;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.retry.annotation.Retry;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.github.pgsteady.benchmark.rival.AnnotatedResilience;

/**
 * What a user would write to get to a table. The annotations of resilience4j mean nothing
 * where its aspects are missing.
 */
@Repository
@Retry(name = AnnotatedResilience.NAME)
@CircuitBreaker(name = AnnotatedResilience.NAME)
class Notes {

	private final JdbcTemplate jdbc;

	Notes(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Leave one note only.
	 */
	void reset() {
		this.jdbc.execute("truncate table note restart identity");
		this.jdbc.update("insert into note (text) values (?)", "coffee");
	}

	@Nullable String find(long id) {
		return this.jdbc.queryForObject("select text from note where id = ?", String.class, id);
	}

	@Transactional
	@Nullable String addAndRead() {
		Long id = this.jdbc.queryForObject("insert into note (text) values (?) returning id", Long.class, "coffee");
		return this.jdbc.queryForObject("select text from note where id = ?", String.class, id);
	}

}
