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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which packets from and to one address a router drops, without a word to anybody.
 */
final class Drops {

	private final Namespace router;

	private final String address;

	private final Set<String> rules = new LinkedHashSet<>();

	Drops(Namespace router, String address) {
		this.router = router;
		this.address = address;
	}

	void all() {
		add(rules("", "").toList());
	}

	void ofClientPorts(Collection<Integer> ports) {
		add(ports.stream().flatMap((port) -> rules("ipproto tcp sport " + port, "ipproto tcp dport " + port)).toList());
	}

	// Other drops than a blackhole's would tell the sender. Without the interfaces they
	// would concern the address resolution too, as the kernel checks where it comes from
	private Stream<String> rules(String toServer, String fromServer) {
		return Stream.of("iif client to %s %s blackhole".formatted(this.address, toServer),
				"iif server from %s %s blackhole".formatted(this.address, fromServer));
	}

	private synchronized void add(List<String> added) {
		List<String> missing = added.stream().filter((rule) -> !this.rules.contains(rule)).toList();
		change("add", missing);
		this.rules.addAll(missing);
	}

	synchronized void none() {
		change("delete", this.rules);
		this.rules.clear();
	}

	private void change(String how, Collection<String> changed) {
		if (!changed.isEmpty()) {
			this.router.ip(changed.stream().map((rule) -> "rule %s priority 100 %s".formatted(how, rule)).toList());
		}
	}

}
