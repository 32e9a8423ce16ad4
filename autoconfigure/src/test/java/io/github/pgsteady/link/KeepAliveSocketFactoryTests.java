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

package io.github.pgsteady.link;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Set;

import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link KeepAliveSocketFactory}.
 */
class KeepAliveSocketFactoryTests {

	@Test
	void setsTheOptionsOfTheSocket() throws Exception {
		try (Socket socket = new KeepAliveSocketFactory("25,10,5").createSocket()) {
			assertProbes(socket);
		}
	}

	@Test
	void setsTheOptionsOfAConnectedSocket() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, null);
				Socket socket = new KeepAliveSocketFactory("25,10,5").createSocket("localhost",
						server.getLocalPort())) {
			assertProbes(socket);
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void platformWithoutTheOptionsIsToldOnce(CapturedOutput output) throws Exception {
		KeepAliveSocketFactory factory = new KeepAliveSocketFactory("25,10,5");
		for (int i = 0; i < 2; i++) {
			try (Socket socket = factory.configure(new PlainSocket())) {
				assertThat(socket.getKeepAlive()).isTrue();
			}
		}
		assertThat(output).containsOnlyOnce("This platform does not offer intervals of TCP keep-alive");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "25", "25,10", "25,10,0", "25,10,-1", "25,10,5,1", "a,b,c", "25, 10, 5" })
	void refusesAnArgumentThatItDoesNotUnderstand(String argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> new KeepAliveSocketFactory(argument))
			.withMessageContaining("socketFactoryArg")
			.withMessageContaining("'" + argument + "'");
	}

	@Test
	void canBeCreatedByNameInANativeImage() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new LinkRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(KeepAliveSocketFactory.class)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)).accepts(hints);
		assertThat(KeepAliveSocketFactory.class.getConstructor(String.class)).isNotNull();
	}

	private void assertProbes(Socket socket) throws Exception {
		assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
		assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(25);
		assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(10);
		assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(5);
	}

	/**
	 * A socket as elsewhere.
	 */
	static final class PlainSocket extends Socket {

		@Override
		public Set<SocketOption<?>> supportedOptions() {
			return Set.of(StandardSocketOptions.SO_KEEPALIVE);
		}

	}

}
