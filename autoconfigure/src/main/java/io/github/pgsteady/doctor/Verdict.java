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

package io.github.pgsteady.doctor;

import java.util.Locale;

/**
 * How a stage came out.
 */
enum Verdict {

	/**
	 * As it should be.
	 */
	PASSED("✓", "ok"),

	/**
	 * Something to know.
	 */
	NOTICED("!", "!"),

	/**
	 * It does not work.
	 */
	FAILED("✗", "x"),

	/**
	 * It was not examined.
	 */
	SKIPPED("–", "-");

	private final String mark;

	private final String plainMark;

	Verdict(String mark, String plainMark) {
		this.mark = mark;
		this.plainMark = plainMark;
	}

	/**
	 * Return the sign of this verdict.
	 * @param plain whether only ASCII can be shown
	 * @return the sign
	 */
	String getMark(boolean plain) {
		return plain ? this.plainMark : this.mark;
	}

	String getId() {
		return name().toLowerCase(Locale.ROOT);
	}

}
