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

import java.util.ArrayList;
import java.util.List;

import org.springframework.dao.DataAccessException;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.transaction.TransactionException;

/**
 * Who repeats what fails.
 */
enum Variant {

	/**
	 * Nobody: Spring Boot by itself.
	 */
	PLAIN("pgsteady.enabled=false"),

	/**
	 * The application: its calls are wrapped in a {@link RetryTemplate}, as one would.
	 */
	NAIVE("pgsteady.retry.enabled=false"),

	/**
	 * pgsteady, which may run the bodies of transactional methods again.
	 */
	PGSTEADY("pgsteady.retry.transactional-methods=rerun"),

	/**
	 * The same, and it finds out what became of a {@code COMMIT}.
	 */
	RESOLVE("pgsteady.retry.transactional-methods=rerun", "pgsteady.retry.commit-outcome=resolve");

	private static final RetryTemplate TEMPLATE = RetryTemplate.builder()
		.maxAttempts(4)
		.exponentialBackoff(50, 2, 500)
		.retryOn(List.of(DataAccessException.class, TransactionException.class))
		.build();

	private final List<String> properties;

	Variant(String... properties) {
		this.properties = List.of(properties);
	}

	boolean isSteady() {
		return this == PGSTEADY || this == RESOLVE;
	}

	List<String> getProperties() {
		List<String> all = new ArrayList<>(this.properties);
		if (this != PLAIN) {
			// For as long as this an outcome is looked for, too, and a pooler that takes
			// nobody is asked again after up to 2 s
			all.add("pgsteady.connection.commit-timeout=" + ((this == RESOLVE) ? "10s" : "3s"));
			// So that a stall ends: by asking, or else by a time limit
			all.add(isSteady() ? "pgsteady.stall.suspect-after=500ms" : "pgsteady.connection.statement-timeout=1s");
		}
		return all;
	}

	void call(Runnable call) {
		if (this == NAIVE) {
			TEMPLATE.execute((context) -> {
				call.run();
				return null;
			});
		}
		else {
			call.run();
		}
	}

}
