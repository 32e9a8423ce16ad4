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

package io.github.pgsteady.simulator.network;

import java.util.List;
import java.util.stream.Stream;

/**
 * What there is of the networks of one JVM: other JVMs may have theirs.
 */
final class Remains {

	private Remains() {
	}

	static List<String> of(long pid) {
		Stream<String> namespaces = Command.run("ip", "netns", "list")
			.lines()
			.filter((line) -> line.startsWith("pgsteady-%s-".formatted(pid)))
			.map((line) -> line.split(" ")[0]);
		Stream<String> links = Command.run("ip", "link")
			.lines()
			.map(String::strip)
			.filter(("alias pgsteady-" + pid)::equals);
		return Stream.concat(namespaces, links).toList();
	}

}
