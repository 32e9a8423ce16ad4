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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.pgsteady.simulator.host.ShutdownHook;

/**
 * A server's network namespace, and a router in another one between it and this JVM. The
 * kernel that could acknowledge packets for the server is thus on the other side of the
 * router.
 */
final class VirtualNetwork implements AutoCloseable {

	private static final Pattern CLIENT_PORT = Pattern.compile(":(\\d+)\\s+\\S+$", Pattern.MULTILINE);

	// In the names, for whoever finds them and wonders whose they are
	private static final String OWNER = "pgsteady-" + ProcessHandle.current().pid();

	private final AddressRange addresses;

	private final String link;

	private final Namespace router;

	private final Namespace server;

	private final ShutdownHook shutdownHook = new ShutdownHook(this::close);

	private boolean closed;

	private VirtualNetwork(AddressRange addresses) {
		this.addresses = addresses;
		this.link = "pgsteady-" + addresses.number();
		this.router = new Namespace("%s-%s-router".formatted(OWNER, addresses.number()));
		this.server = new Namespace("%s-%s-server".formatted(OWNER, addresses.number()));
	}

	static VirtualNetwork create() {
		VirtualNetwork network = AddressRange.all()
			.filter(AddressRange::isFree)
			.map(VirtualNetwork::new)
			.filter(VirtualNetwork::claim)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("All of 198.18.0.0/15 is in use"));
		network.shutdownHook.register();
		try {
			network.build();
			return network;
		}
		catch (RuntimeException | Error ex) {
			network.close();
			throw ex;
		}
	}

	// A link's name is taken by one of all that try at the same time
	private boolean claim() {
		try {
			Command.run("ip", "link", "add", this.link, "type", "veth", "peer", "name", peer());
			return true;
		}
		catch (IllegalStateException ex) {
			if (String.valueOf(ex.getMessage()).contains("File exists")) {
				return false;
			}
			throw ex;
		}
	}

	// What the other end is called until it is in its namespace
	private String peer() {
		return this.link + "p";
	}

	private synchronized void build() {
		this.router.create();
		this.server.create();
		Command.run("ip", "link", "set", peer(), "netns", this.router.name(), "name", "client");
		this.router.ip(List.of("link add server type veth peer name router netns " + this.server.name(),
				"address add %s/25 dev client".formatted(this.addresses.routerForClient()),
				"address add %s/25 dev server".formatted(this.addresses.routerForServer()), "link set client up",
				"link set server up"));
		// Not written without need: a container may have it for reading only
		this.router.shell("grep -q 1 /proc/sys/net/ipv4/ip_forward || echo 1 > /proc/sys/net/ipv4/ip_forward");
		this.server.ip(List.of("address add %s/25 dev router".formatted(this.addresses.server()),
				"address add %s/25 dev router".formatted(this.addresses.serverPastTheDrops()), "link set lo up",
				"link set router up", "route add default via " + this.addresses.routerForServer()));
		Command.run("ip", "address", "add", this.addresses.client() + "/25", "dev", this.link);
		Command.run("ip", "link", "set", this.link, "up", "alias", OWNER);
		Command.run("ip", "route", "add", this.addresses.farSide(), "via", this.addresses.routerForClient());
	}

	AddressRange getAddresses() {
		return this.addresses;
	}

	Namespace getServer() {
		return this.server;
	}

	Drops drops() {
		return new Drops(this.router, this.addresses.server());
	}

	// Of all connections to the server, those included that are just being made
	List<Integer> clientPorts() {
		String connections = Command.run("ss", "-H", "-n", "-t", "dst", this.addresses.server());
		return CLIENT_PORT.matcher(connections)
			.results()
			.map((MatchResult match) -> Integer.valueOf(match.group(1)))
			.toList();
	}

	// With the link go its addresses and routes, and with a namespace all that is in it
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		Command.run("ip", "link", "delete", this.link);
		this.server.delete();
		this.router.delete();
		this.shutdownHook.remove();
	}

}
