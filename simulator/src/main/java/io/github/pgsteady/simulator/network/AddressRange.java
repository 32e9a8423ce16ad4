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

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The addresses of one network, 256 of those that are reserved for tests of network
 * devices (RFC 2544). One half is between the client and the router, the other one
 * between the router and the server.
 *
 * @param number which 256
 */
record AddressRange(int number) {

	private static final int COUNT = 512;

	// From anywhere: several JVMs look for a free one at the same time
	static Stream<AddressRange> all() {
		int first = ThreadLocalRandom.current().nextInt(COUNT);
		return IntStream.range(0, COUNT).mapToObj((i) -> new AddressRange((first + i) % COUNT));
	}

	// No other route leads there, but for the one that leads everywhere
	boolean isFree() {
		String within = Command.run("ip", "-4", "route", "show", "root", address(0) + "/24");
		String around = Command.run("ip", "-4", "route", "show", "match", address(0) + "/24");
		return within.isEmpty() && around.lines().allMatch((route) -> route.startsWith("default"));
	}

	String client() {
		return address(1);
	}

	String routerForClient() {
		return address(2);
	}

	String farSide() {
		return address(128) + "/25";
	}

	String routerForServer() {
		return address(129);
	}

	String server() {
		return address(130);
	}

	// The server's second address, of which no packet is dropped
	String serverPastTheDrops() {
		return address(131);
	}

	private String address(int last) {
		return "198.%s.%s.%s".formatted(18 + this.number / 256, this.number % 256, last);
	}

}
