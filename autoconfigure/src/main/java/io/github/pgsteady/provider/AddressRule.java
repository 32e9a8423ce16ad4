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

package io.github.pgsteady.provider;

import org.jspecify.annotations.Nullable;

/**
 * How the address of a pooler becomes the address that avoids it: a part of
 * {@code host:port} is replaced, as in {@code :6543 -> :5432}.
 *
 * @param part what is replaced
 * @param replacement what takes its place
 */
record AddressRule(String part, String replacement) {

	private static final String ARROW = "->";

	/**
	 * Read a rule.
	 * @param text the text
	 * @return the rule, or {@code null} if it is none
	 */
	static @Nullable AddressRule of(String text) {
		String[] parts = text.split(ARROW, -1);
		if (parts.length != 2 || parts[0].isBlank() || parts[0].trim().equals(parts[1].trim())) {
			return null;
		}
		return new AddressRule(parts[0].trim(), parts[1].trim());
	}

	/**
	 * Apply the rule.
	 * @param address host and port of the pooler
	 * @return the other address, or {@code null} if the rule is not for this one
	 */
	@Nullable String apply(String address) {
		int at = address.indexOf(this.part);
		if (at < 0 || address.indexOf(this.part, at + 1) >= 0) {
			return null;
		}
		String other = address.substring(0, at) + this.replacement + address.substring(at + this.part.length());
		return other.matches(".+:[1-9]\\d{0,4}") ? other : null;
	}

}
