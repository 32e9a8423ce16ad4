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

package io.github.pgsteady.failure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/**
 * The table of what failures mean.
 */
final class FailureRules {

	static final String LOCATION = "failure-rules.txt";

	private final List<FailureRule> own;

	private final List<FailureRule> builtIn;

	/**
	 * Read the table.
	 * @param own the rules of the application, which come first
	 */
	FailureRules(List<FailureRule> own) {
		this.own = List.copyOf(own);
		this.builtIn = read();
	}

	private static List<FailureRule> read() {
		try {
			String table = new ClassPathResource(LOCATION, FailureRules.class)
				.getContentAsString(StandardCharsets.UTF_8);
			return table.lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.map(FailureRule::parse)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<FailureRule> builtIn() {
		return this.builtIn;
	}

	@Nullable FailureRule find(@Nullable String sqlState, String message) {
		FailureRule rule = find(this.own, sqlState, message);
		return (rule != null) ? rule : find(this.builtIn, sqlState, message);
	}

	private @Nullable FailureRule find(List<FailureRule> rules, @Nullable String sqlState, String message) {
		return rules.stream().filter((rule) -> rule.fits(sqlState, message)).findFirst().orElse(null);
	}

}
