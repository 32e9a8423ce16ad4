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
import java.util.Locale;

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

	private static final PathMatcher LABELS = new AntPathMatcher(".");

	static HostPattern of(String pattern) {
		String text = pattern.trim().toLowerCase(Locale.ROOT);
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
		return (this.port == 0 || this.port == port) && LABELS.match(this.labels, host.toLowerCase(Locale.ROOT));
	}

}
