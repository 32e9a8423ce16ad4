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

package io.github.pgsteady.simulator.server;

import java.util.regex.Pattern;

/**
 * What goes into SQL that takes no parameters.
 */
final class Sql {

	private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

	private Sql() {
	}

	static String identifier(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	static String literal(String value) {
		return '\'' + value.replace("'", "''") + '\'';
	}

	// A setting's name is not quoted: the one with a dot would become one word
	static String setting(String name) {
		if (!SETTING.matcher(name).matches()) {
			throw new IllegalArgumentException("'%s' is not the name of a setting".formatted(name));
		}
		return name;
	}

	// In postgresql.conf, unlike in SQL, a backslash has a meaning
	static String assignment(String name, String value) {
		return "%s = %s%n".formatted(setting(name), literal(value.replace("\\", "\\\\")));
	}

}
