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

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides the credentials in the text of a database URL, and in a text that was meant to be
 * one: what cannot be told from a credential is not shown.
 *
 * @since 0.1.0
 */
public final class UrlRedaction {

	private static final String HIDDEN = "***";

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{+[A-Za-z0-9_.-]+}+");

	private static final Pattern SCHEME = Pattern.compile("((?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?:(?://)?)(.*)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern ADDRESS = Pattern
		.compile("([A-Za-z0-9._,-]|\\[[0-9A-Fa-f:.]+]|:\\d{1,5}(?![0-9A-Za-z]))*(/[A-Za-z0-9._%-]*/?)?");

	/**
	 * Parameters whose values are no secrets, and often the mistake.
	 */
	private static final Set<String> HARMLESS = Set.of("sslmode", "channel_binding", "channelBinding", "pgbouncer",
			"connect_timeout", "target_session_attrs", "connection_limit");

	private UrlRedaction() {
	}

	/**
	 * Return a text that may be shown.
	 * @param text the text of a URL, well-formed or not
	 * @return the text without what is, or could be, a credential
	 */
	public static String redact(String text) {
		if (PLACEHOLDER.matcher(text.trim()).matches()) {
			return text.trim();
		}
		Matcher line = SCHEME.matcher(text.trim().lines().findFirst().orElse(""));
		return line.matches() ? line.group(1) + redactRest(line.group(1), line.group(2))
				: "(" + text.length() + " characters)";
	}

	private static String redactRest(String scheme, String rest) {
		int at = rest.lastIndexOf('@');
		int question = rest.indexOf('?');
		if (at < 0) {
			// Without an @, what looks like host and port may be user and password
			return scheme.startsWith("jdbc:") ? address(rest) : HIDDEN;
		}
		boolean passwordMayGoOn = question >= 0 && question < at;
		return passwordMayGoOn ? HIDDEN : HIDDEN + "@" + address(rest.substring(at + 1));
	}

	private static String address(String text) {
		int question = text.indexOf('?');
		String address = (question >= 0) ? text.substring(0, question) : text;
		if (!ADDRESS.matcher(address).matches()) {
			return HIDDEN;
		}
		return (question >= 0) ? address + "?" + parameters(text.substring(question + 1)) : address;
	}

	private static String parameters(String query) {
		StringBuilder shown = new StringBuilder();
		for (String parameter : query.split("&")) {
			int equals = parameter.indexOf('=');
			String name = (equals >= 0) ? parameter.substring(0, equals) : "";
			shown.append((shown.length() > 0) ? "&" : "");
			if (HARMLESS.contains(name)) {
				shown.append(parameter);
			}
			else {
				shown.append(name.matches("[A-Za-z_]{1,30}") ? name : HIDDEN).append('=').append(HIDDEN);
			}
		}
		return shown.toString();
	}

}
