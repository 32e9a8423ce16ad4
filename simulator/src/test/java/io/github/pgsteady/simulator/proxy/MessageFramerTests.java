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

package io.github.pgsteady.simulator.proxy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageFramer}.
 */
class MessageFramerTests {

	private final MessageFramer framer = new MessageFramer();

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final List<String> seen = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 7, 64, 1000, 100_000, 1_000_000 })
	void messagesAreFoundHoweverTheyAreSplit(int segment) throws IOException {
		byte[] all = messages("Qbegin", "D" + "x".repeat(200_000), "Qcommit", "S", "P" + "y".repeat(100_000), "X");
		for (int from = 0; from < all.length; from += segment) {
			feed(all, from, Math.min(segment, all.length - from));
			look();
			this.framer.writeTo(this.out, Integer.MAX_VALUE);
		}
		assertThat(this.out.toByteArray()).isEqualTo(all);
		assertThat(this.seen).extracting((text) -> text.charAt(0)).containsExactly('Q', 'D', 'Q', 'S', 'P', 'X');
		assertThat(this.seen.get(2)).isEqualTo("Qcommit");
		assertThat(this.seen.get(4)).as("a statement is seen whole").hasSize(100_001);
		assertThat(this.framer.isBetweenMessages()).isTrue();
	}

	@Test
	void messageIsNotPassedOnBeforeItIsAccepted() throws IOException {
		byte[] first = messages("Qone");
		byte[] all = messages("Qone", "Qtwo");
		feed(all, 0, all.length);
		Message message = this.framer.next();
		assertThat(message.text()).isEqualTo("one");
		assertThat(this.framer.pending()).isZero();
		this.framer.accept(message);
		assertThat(this.framer.pending()).isEqualTo(first.length);
		assertThat(this.framer.next().text()).isEqualTo("two");
		assertThat(this.framer.pending()).isEqualTo(first.length);
	}

	@Test
	void nothingIsPassedOnWhileItIsHeld() throws IOException {
		byte[] first = messages("Cone");
		byte[] more = messages("Ctwo", "Z" + "x".repeat(150_000));
		feed(first, 0, first.length);
		look();
		this.framer.hold();
		feed(more, 0, 60_000);
		look();
		feed(more, 60_000, more.length - 60_000);
		look();
		assertThat(this.framer.writeTo(this.out, Integer.MAX_VALUE)).isEqualTo(first.length);
		assertThat(this.framer.isBetweenMessages()).isTrue();
		this.framer.release();
		assertThat(this.framer.writeTo(this.out, Integer.MAX_VALUE)).isEqualTo(more.length);
		assertThat(this.out.size()).isEqualTo(first.length + more.length);
	}

	@Test
	void whatIsNoMessageIsRefused() {
		byte[] nonsense = { 'Q', 0, 0, 0, 3 };
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> {
			feed(nonsense, 0, nonsense.length);
			this.framer.next();
		});
	}

	private void look() throws IOException {
		for (Message message = this.framer.next(); message != null; message = this.framer.next()) {
			this.seen.add(message.type() + message.text());
			this.framer.accept(message);
		}
	}

	private void feed(byte[] bytes, int offset, int length) throws IOException {
		ByteArrayInputStream in = new ByteArrayInputStream(bytes, offset, length);
		for (int left = length; left > 0;) {
			left -= this.framer.readFrom(in);
			if (left > 0) {
				look();
			}
		}
	}

	// The first character is the type, the rest a text
	private static byte[] messages(String... messages) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream data = new DataOutputStream(bytes);
		for (String message : messages) {
			byte[] text = message.substring(1).getBytes(StandardCharsets.UTF_8);
			data.writeByte(message.charAt(0));
			data.writeInt(4 + text.length + 1);
			data.write(text);
			data.writeByte(0);
		}
		return bytes.toByteArray();
	}

}
