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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.provider.Setting;

/**
 * Finds out whether somebody answers at the addresses. The driver tries the first one
 * only.
 */
final class TcpStage implements StageExamination {

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private static final int MOST_ADDRESSES = 4;

	private final Failures failures;

	TcpStage(Failures failures) {
		this.failures = failures;
	}

	@Override
	public Stage getStage() {
		return Stage.TCP;
	}

	@Override
	public Observation examine(MedicalRecord record) {
		Subject subject = record.getSubject();
		IOException failure = null;
		InetAddress reached = null;
		List<String> details = new ArrayList<>();
		long milliseconds = 0;
		for (InetAddress address : record.getAddresses()
			.subList(0, Math.min(MOST_ADDRESSES, record.getAddresses().size()))) {
			long start = System.nanoTime();
			IOException problem = connect(subject, address);
			long taken = (System.nanoTime() - start) / 1_000_000;
			if (problem == null && reached == null) {
				reached = address;
				milliseconds = taken;
			}
			failure = (failure != null) ? failure : problem;
			if (problem != null) {
				details.add("%s: %s".formatted(address.getHostAddress(), problem.getMessage()));
			}
		}
		if (reached == null) {
			return this.failures.observe(record, Failures.asOfDriver(subject, noNull(failure)));
		}
		record.setAddresses(List.of(reached));
		return observe(subject, reached, milliseconds, details);
	}

	private static IOException noNull(@Nullable IOException failure) {
		return (failure != null) ? failure : new IOException("no address");
	}

	private static Observation observe(Subject subject, InetAddress reached, long milliseconds, List<String> details) {
		Observation observation = Observation
			.of(details.isEmpty() ? Verdict.PASSED : Verdict.NOTICED,
					"Somebody answers at %s, port %s".formatted(reached.getHostAddress(), subject.destination().port()))
			.details(details)
			.fact("address", reached.getHostAddress())
			.fact("milliseconds", milliseconds);
		return details.isEmpty() ? observation : observation.detail("The driver tries the first address only");
	}

	private static @Nullable IOException connect(Subject subject, InetAddress address) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(address, subject.destination().port()), timeout(subject));
			return null;
		}
		catch (IOException ex) {
			return ex;
		}
	}

	/**
	 * Return how long the driver would wait.
	 * @param subject what is examined
	 * @return the time in milliseconds
	 */
	static int timeout(Subject subject) {
		Object value = subject.pool().getSetting(Setting.CONNECT_TIMEOUT).value();
		if (value instanceof Duration duration && !duration.isZero() && duration.compareTo(LONGEST) < 0) {
			return (int) duration.toMillis();
		}
		return (int) LONGEST.toMillis();
	}

}
