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

package io.github.pgsteady.simulator.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with variable parts, each with a sample value in braces.
 */
final class MessageTemplate {

	private static final Pattern PART = Pattern.compile("\\{(\\{[^}]*}|[^}]*)}");

	private final String template;

	MessageTemplate(String template) {
		this.template = template;
	}

	String sample() {
		return PART.matcher(this.template).replaceAll("$1");
	}

	String fill(String name, Object... values) {
		Matcher matcher = PART.matcher(this.template);
		StringBuilder text = new StringBuilder();
		int count = 0;
		while (matcher.find()) {
			String value = (count < values.length) ? String.valueOf(values[count]) : "";
			matcher.appendReplacement(text, Matcher.quoteReplacement(value));
			count++;
		}
		if (count != values.length) {
			throw new IllegalArgumentException(
					"%s has %s variable parts, not %s: %s".formatted(name, count, values.length, this.template));
		}
		return matcher.appendTail(text).toString();
	}

}
