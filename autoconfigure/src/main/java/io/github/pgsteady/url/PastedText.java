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

package io.github.pgsteady.url;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What gets into a variable together with a URL when people copy and paste.
 */
final class PastedText {

	private static final Pattern ASSIGNMENT = Pattern.compile("(?s)(?:export\\s+)?[A-Z][A-Z0-9_]*\\s*=\\s*(.*)");

	private static final Pattern PSQL = Pattern.compile("(?s)psql\\s+(['\"]?)(.*?)\\1(?:\\s.*)?");

	private static final Pattern QUOTED = Pattern.compile("(?s)(['\"`])(.*)\\1");

	private static final Pattern LONE_QUOTE = Pattern.compile("['\"`]([^'\"`]*)");

	private static final Pattern URL_START = Pattern.compile("(?i)(?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?://");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{\\{?[A-Za-z_][A-Za-z0-9_.-]*}}?");

	private static final Pattern TEMPLATE = Pattern
		.compile("(?i)\\[(?:your|my|the|password|project|ref|db|database|user|host|pooler|region)\\b[A-Za-z_ -]*]");

	private PastedText() {
	}

	/**
	 * Remove quotes, white space, the name of the variable, a command, and repair the
	 * usual misspellings of the start.
	 * @param text the text as it was pasted
	 * @return the URL in it
	 */
	static String clean(String text) {
		String before;
		String cleaned = text.strip();
		do {
			before = cleaned;
			for (Pattern pattern : new Pattern[] { ASSIGNMENT, PSQL, QUOTED, LONE_QUOTE }) {
				Matcher matcher = pattern.matcher(cleaned);
				cleaned = matcher.matches() ? matcher.group(matcher.groupCount()).strip() : cleaned;
			}
		}
		while (!cleaned.equals(before));
		return cleaned.replaceFirst("(?i)^jdbc:postgres(?:ql)?//", "jdbc:postgresql://")
			.replaceFirst("(?i)^jdbc:jdbc:", "jdbc:");
	}

	static boolean isTwoUrls(String text) {
		Matcher start = URL_START.matcher(text);
		return start.find() && start.find();
	}

	static @Nullable String unresolvedPlaceholder(String text) {
		Matcher placeholder = PLACEHOLDER.matcher(text);
		return placeholder.find() ? placeholder.group() : null;
	}

	static boolean hasTemplateText(String text) {
		return TEMPLATE.matcher(text).find();
	}

}
