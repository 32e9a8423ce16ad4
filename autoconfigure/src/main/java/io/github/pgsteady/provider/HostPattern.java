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

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.PathMatcher;

/**
 * A pattern for host names, label by label, with an optional port:
 * {@code *.pooler.supabase.com:6543}. It has to match the whole name, so that
 * {@code neon.tech.evil.example} is nobody's.
 *
 * @param labels the pattern of the host name
 * @param port the port, or 0 for any
 */
record HostPattern(String labels, int port) {

	private static final PathMatcher LABELS = labelMatcher();

	private static final Pattern SHAPE = Pattern.compile(
			"([^:/@\\s{}\\[]|\\{[^/@\\s]+}|\\[[0-9A-Fa-f:.*]+])+(:(?!0)([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?");

	private static PathMatcher labelMatcher() {
		AntPathMatcher matcher = new AntPathMatcher(".");
		matcher.setCaseSensitive(false);
		return matcher;
	}

	/**
	 * Return what is wrong with a pattern.
	 * @param pattern the pattern
	 * @return the problem, or {@code null} if there is none
	 */
	static @Nullable String problemWith(String pattern) {
		if (!SHAPE.matcher(pattern.trim()).matches()) {
			return "Must be a host name with an optional port from 1 to 65535, such as *.db.example.com:6432; an IPv6 "
					+ "address goes in brackets";
		}
		try {
			of(pattern).matches("localhost", 5432);
			return null;
		}
		catch (PatternSyntaxException ex) {
			return "Holds a regular expression that cannot be read: " + ex.getDescription();
		}
	}

	static HostPattern of(String pattern) {
		String text = pattern.trim();
		int colon = text.lastIndexOf(':');
		if (colon > 0 && text.substring(colon + 1).matches("\\d{1,5}")) {
			return new HostPattern(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
		}
		return new HostPattern(text, 0);
	}

	static boolean anyMatches(Collection<String> patterns, String host, int port) {
		return patterns.stream().map(HostPattern::of).anyMatch((pattern) -> pattern.matches(host, port));
	}

	private boolean matches(String host, int port) {
		return (this.port == 0 || this.port == port)
				&& LABELS.match(this.labels, host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
	}

}
