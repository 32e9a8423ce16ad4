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

package io.github.pgsteady.simulator.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;

/**
 * A program that looks names up while they change.
 */
public final class LookUps {

	private LookUps() {
	}

	public static void main(String[] args) throws UnknownHostException {
		Security.setProperty("networkaddress.cache.ttl", "0");
		Security.setProperty("networkaddress.cache.negative.ttl", "0");
		print("db.example");
		try (HostsFile hosts = HostsFile.inUse()) {
			hosts.map("db.example", InetAddress.getByName("192.0.2.1"), InetAddress.getByName("192.0.2.2"));
			print("db.example");
			print("localhost");
			hosts.remove("db.example");
			print("db.example");
		}
		print("db.example");
	}

	private static void print(String name) {
		try {
			System.out.println(name + " "
					+ Arrays.stream(InetAddress.getAllByName(name)).map(InetAddress::getHostAddress).toList());
		}
		catch (UnknownHostException ex) {
			System.out.println(name + " unknown");
		}
	}

}
