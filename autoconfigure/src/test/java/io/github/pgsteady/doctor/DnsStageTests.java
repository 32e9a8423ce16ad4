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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import io.github.pgsteady.failure.FailureClassifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DnsStage}.
 */
class DnsStageTests {

	private static final String SUPABASE = "db.abcdefgh.supabase.co";

	@Test
	void hostWithBothKindsOfAddresses() throws UnknownHostException {
		Observation observation = examine(SUPABASE, address(203, 0, 113, 7), InetAddress.getByName("2001:db8::1"));
		assertThat(observation.getVerdict()).isEqualTo(Verdict.PASSED);
		assertThat(observation.getSummary()).isEqualTo("203.0.113.7, 2001:db8:0:0:0:0:0:1");
	}

	@Test
	void hostWithAnIpv6AddressOnly() throws UnknownHostException {
		Observation observation = examine(SUPABASE, InetAddress.getByName("2001:db8::1"));
		assertThat(observation.getVerdict()).isEqualTo(Verdict.NOTICED);
		assertThat(observation.getDetails())
			.containsExactly("Only IPv6 (AAAA): from a network that knows only IPv4, it cannot be reached");
	}

	@Test
	void addressInPlaceOfAHost() throws UnknownHostException {
		assertThat(examine("[::1]", InetAddress.getByName("::1")).getVerdict()).isEqualTo(Verdict.PASSED);
	}

	@Test
	void manyAddresses() throws UnknownHostException {
		assertThat(examine(SUPABASE, address(10, 0, 0, 1), address(10, 0, 0, 2), address(10, 0, 0, 3),
				address(10, 0, 0, 4), address(10, 0, 0, 5))
			.getSummary()).isEqualTo("10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4 and 1 more");
	}

	@Test
	void hostThatIsNotKnownHasItsRemedy() {
		assertThat(examine(SUPABASE).getFacts()).containsEntry("finding", "unknown-host");
	}

	private static InetAddress address(int... parts) throws UnknownHostException {
		return InetAddress
			.getByAddress(new byte[] { (byte) parts[0], (byte) parts[1], (byte) parts[2], (byte) parts[3] });
	}

	private static Observation examine(String host, InetAddress... addresses) {
		Subject subject = Objects
			.requireNonNull(new Subjects(new MockEnvironment()).find("postgres://app:secret@" + host + "/postgres"));
		NameLookup lookup = (name) -> {
			if (addresses.length == 0) {
				throw new UnknownHostException(name);
			}
			return addresses;
		};
		try (DoctorConnections connections = new DoctorConnections(subject)) {
			return new DnsStage(lookup, new Failures(FailureClassifier.ofBuiltInRules(), null))
				.examine(new MedicalRecord(subject, DoctorOptions.usual(), connections));
		}
	}

}
