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

package io.github.pgsteady.url;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.url.DatabaseUrl.Host;

/**
 * Reads the hosts of a database URL: before the path, or in the parameters {@code host}
 * and {@code port}.
 */
final class HostList {

	private static final int DEFAULT_PORT = 5432;

	private static final Pattern HOST = Pattern
		.compile("([\\p{L}\\p{N}._-]+|\\[[0-9A-Fa-f:.]+(?:%25?[A-Za-z0-9]+)?])?(?::(\\d{0,5}))?");

	private HostList() {
	}

	/**
	 * Read the hosts before the path.
	 * @param authority hosts with their ports, separated by commas
	 * @return the hosts, or {@code null} if they are none
	 */
	static @Nullable List<Host> of(String authority) {
		List<Host> hosts = new ArrayList<>();
		for (String part : authority.split(",", -1)) {
			Matcher host = HOST.matcher(part);
			if (!host.matches()) {
				return null;
			}
			int port = (host.group(2) == null || host.group(2).isEmpty()) ? DEFAULT_PORT
					: Integer.parseInt(host.group(2));
			if (port < 1 || port > 65535) {
				return null;
			}
			hosts.add(new Host((host.group(1) != null) ? host.group(1) : "", port));
		}
		return hosts;
	}

	/**
	 * Read the hosts in the parameters. As in libpq, one port holds for all hosts.
	 * @param names the names, separated by commas, if given
	 * @param ports the ports, separated by commas, if given
	 * @param otherwise the hosts before the path
	 * @return the hosts, or {@code null} if they are none
	 */
	static @Nullable List<Host> of(@Nullable String names, @Nullable String ports, List<Host> otherwise) {
		if (names == null && ports == null) {
			return otherwise;
		}
		String[] allNames = (names != null) ? names.split(",") : new String[] { otherwise.get(0).name() };
		String[] allPorts = (ports != null) ? ports.split(",") : new String[0];
		List<String> authorities = new ArrayList<>();
		for (int i = 0; i < allNames.length; i++) {
			boolean bareIpv6 = allNames[i].contains(":") && !allNames[i].startsWith("[");
			String name = bareIpv6 ? "[" + allNames[i] + "]" : allNames[i];
			authorities.add((allPorts.length > 0) ? name + ":" + allPorts[Math.min(i, allPorts.length - 1)] : name);
		}
		return of(String.join(",", authorities));
	}

}
