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

package io.github.pgsteady.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the addresses of the host. A private name is only known within its network.
 */
final class DnsStage implements StageExamination {

	private final NameLookup lookup;

	private final Failures failures;

	DnsStage(NameLookup lookup, Failures failures) {
		this.lookup = lookup;
		this.failures = failures;
	}

	@Override
	public Stage getStage() {
		return Stage.DNS;
	}

	@Override
	public Observation examine(MedicalRecord record) {
		Subject subject = record.getSubject();
		try {
			record.setAddresses(List.of(this.lookup.find(subject.host())));
		}
		catch (UnknownHostException ex) {
			return this.failures.observe(record, Failures.asOfDriver(subject, ex));
		}
		return observe(subject, record.getAddresses());
	}

	private static Observation observe(Subject subject, List<InetAddress> addresses) {
		List<String> shown = addresses.stream().map(InetAddress::getHostAddress).toList();
		long ipv6 = addresses.stream().filter(Inet6Address.class::isInstance).count();
		boolean literal = shown.size() == 1 && isLiteral(subject.host());
		boolean onlyIpv6 = ipv6 == addresses.size();
		String summary = literal ? "An address: there is nothing to look up"
				: "%s%s".formatted(shown.stream().limit(4).collect(Collectors.joining(", ")),
						(shown.size() > 4) ? " and %s more".formatted(shown.size() - 4) : "");
		Observation observation = Observation.of((onlyIpv6 && !literal) ? Verdict.NOTICED : Verdict.PASSED, summary)
			.fact("addresses", shown)
			.fact("ipv6Only", onlyIpv6);
		if (onlyIpv6 && !literal) {
			observation.detail("Only IPv6 (AAAA): from a network that knows only IPv4, it cannot be reached");
		}
		return observation;
	}

	// Those of IPv6 can be written in several ways
	private static boolean isLiteral(String host) {
		return host.indexOf(':') >= 0 || Arrays.stream(host.split("\\.", -1)).allMatch((part) -> part.matches("\\d+"));
	}

}
