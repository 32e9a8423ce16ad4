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

package io.github.pgsteady.fleet;

import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What one instance writes behind the name of the application, so that the others know it
 * among all sessions of the server, as in {@code orders [steady k3f9x2 10*1]}.
 *
 * @param id the instance
 * @param most the largest number of connections that it would want
 * @param weight its weight among all
 */
record InstanceMark(String id, int most, int weight) {

	// PostgreSQL cuts the name there, which must not cut the mark
	static final int LONGEST_NAME = 63;

	static final int GREATEST_WEIGHT = 999;

	private static final int GREATEST_SIZE = 99999;

	// Six digits to the base of 36: short, since it costs the name of the application
	private static final long BASE = 36L * 36 * 36 * 36 * 36;

	private static final Pattern MARK = Pattern.compile("\\[steady ([a-z0-9]{6,12}) (\\d{1,5})\\*(\\d{1,3})]$");

	/**
	 * Make the mark of an instance that is not like any other.
	 * @param most the largest number of connections that it would want
	 * @param weight its weight among all
	 * @return the mark
	 */
	static InstanceMark create(int most, int weight) {
		String id = Long.toString(new SecureRandom().nextLong(BASE, BASE * 36), 36);
		return new InstanceMark(id, Math.min(most, GREATEST_SIZE), weight);
	}

	/**
	 * Read the mark in the name of a session.
	 * @param applicationName the name
	 * @return the mark, or {@code null} if it has none
	 */
	static @Nullable InstanceMark of(@Nullable String applicationName) {
		Matcher matcher = (applicationName != null) ? MARK.matcher(applicationName) : null;
		if (matcher == null || !matcher.find()) {
			return null;
		}
		return new InstanceMark(matcher.group(1), Math.max(1, Integer.parseInt(matcher.group(2))),
				Math.max(1, Integer.parseInt(matcher.group(3))));
	}

	/**
	 * Remove the mark from the name of a session.
	 * @param applicationName the name
	 * @return the name of the application
	 */
	static String remove(String applicationName) {
		return MARK.matcher(applicationName).replaceFirst("").strip();
	}

	/**
	 * Write this mark behind a name.
	 * @param applicationName the name, or {@code null} for none
	 * @return both, the name cut to the room that there is
	 */
	String behind(@Nullable String applicationName) {
		String name = (applicationName != null) ? ascii(remove(applicationName)) : "";
		int room = LONGEST_NAME - toString().length() - 1;
		String cut = (name.length() > room) ? name.substring(0, room) : name;
		return (cut + " " + this).strip();
	}

	// PostgreSQL 16 and later writes four characters for each byte of others, which would
	// cut the mark
	private static String ascii(String name) {
		return name.replaceAll("[^ -~]", "?");
	}

	@Override
	public String toString() {
		return "[steady %s %s*%s]".formatted(this.id, this.most, this.weight);
	}

}
