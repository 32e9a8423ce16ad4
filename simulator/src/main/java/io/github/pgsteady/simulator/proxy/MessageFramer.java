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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one direction into messages as they arrive, so that each can be
 * looked at before its first byte is passed on. Long messages are not collected: what
 * follows their beginning passes as it comes.
 */
final class MessageFramer {

	private static final int BUFFER_SIZE = 64 * 1024;

	// Enough for the names in a Bind message and for any error
	private static final int BEGINNING = 32 * 1024;

	private static final int LONGEST_STATEMENT = 16 * 1024 * 1024;

	private static final int TYPE_AND_LENGTH = 5;

	private byte[] buffer = new byte[BUFFER_SIZE];

	// buffer[start, seen) was looked at and not passed on yet, buffer[seen, end) is new
	private int start;

	private int seen;

	private int end;

	// Where to stop passing on, or -1
	private int hold = -1;

	// Bytes of the message seen last that have not come yet
	private long missing;

	// What the next message needs to be looked at
	private int needed = TYPE_AND_LENGTH;

	int readFrom(InputStream in) throws IOException {
		makeRoom();
		int count = in.read(this.buffer, this.end, this.buffer.length - this.end);
		if (count > 0) {
			this.end += count;
		}
		return count;
	}

	private void makeRoom() {
		if (this.start > 0) {
			System.arraycopy(this.buffer, this.start, this.buffer, 0, this.end - this.start);
			this.seen -= this.start;
			this.end -= this.start;
			this.hold -= (this.hold != -1) ? this.start : 0;
			this.start = 0;
		}
		if (this.end == this.buffer.length || this.seen + this.needed > this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, Math.max(this.buffer.length * 2, this.seen + this.needed));
		}
	}

	// The next message whose beginning is there, not yet accepted
	@Nullable Message next() throws ProtocolException {
		pass();
		int available = this.end - this.seen;
		if (this.missing > 0 || available < TYPE_AND_LENGTH) {
			return null;
		}
		long size = 1 + (long) Bytes.int32(this.buffer, this.seen + 1);
		if (size < TYPE_AND_LENGTH) {
			throw new ProtocolException("A message of " + size + " bytes");
		}
		int beginning = (int) Math.min(size, beginning((char) this.buffer[this.seen]));
		if (available < beginning) {
			this.needed = beginning;
			return null;
		}
		this.needed = TYPE_AND_LENGTH;
		return new Message(this.buffer, this.seen, this.seen + beginning, size);
	}

	private int beginning(char type) {
		boolean statement = type == 'Q' || type == 'P';
		return statement ? LONGEST_STATEMENT : BEGINNING;
	}

	void accept(Message message) {
		this.missing = message.size();
		pass();
	}

	// Moves past what has come of the message accepted last
	private void pass() {
		int passed = (int) Math.min(this.missing, this.end - this.seen);
		this.seen += passed;
		this.missing -= passed;
	}

	// From here on, nothing is passed on until released
	void hold() {
		if (this.hold == -1) {
			this.hold = this.seen;
		}
	}

	void release() {
		this.hold = -1;
	}

	int pending() {
		return ((this.hold != -1) ? this.hold : this.seen) - this.start;
	}

	int writeTo(OutputStream out, int limit) throws IOException {
		int count = Math.min(pending(), limit);
		if (count > 0) {
			out.write(this.buffer, this.start, count);
			out.flush();
			this.start += count;
		}
		return count;
	}

	// Whether what was passed on ends with a message, so that another may follow
	boolean isBetweenMessages() {
		return this.missing == 0 || this.hold != -1;
	}

}
