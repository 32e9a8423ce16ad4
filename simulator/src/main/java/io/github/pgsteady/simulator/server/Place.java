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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a server runs: in the network of this JVM or in another one of this machine.
 *
 * @param namespace the network namespace, or {@code null} for the one of this JVM
 * @param host the address at which this JVM reaches the server
 */
record Place(@Nullable String namespace, String host) {

	static final Place HERE = new Place(null, "127.0.0.1");

	// In a network of its own it has several, and nobody else is there
	String listenAddresses() {
		return (this.namespace != null) ? "*" : this.host;
	}

	// What goes before the command of a program that is to run there
	List<String> entrance() {
		return (this.namespace != null) ? List.of("nsenter", "--net=/run/netns/" + this.namespace) : List.of();
	}

}
