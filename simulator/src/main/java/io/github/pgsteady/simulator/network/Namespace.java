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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A network namespace: a kernel's network with links, addresses and routes of its own.
 *
 * @param name its name, as {@code ip netns} knows it
 */
record Namespace(String name) {

	void create() {
		Command.run("ip", "netns", "add", this.name);
	}

	void delete() {
		if (Files.exists(path())) {
			Command.run("ip", "netns", "delete", this.name);
		}
	}

	private Path path() {
		return Path.of("/run/netns", this.name);
	}

	void ip(List<String> lines) {
		Command.run(List.of("nsenter", "--net=" + path(), "ip", "-batch", "-"), String.join("\n", lines));
	}

	void shell(String script) {
		Command.run("nsenter", "--net=" + path(), "sh", "-c", script);
	}

}
