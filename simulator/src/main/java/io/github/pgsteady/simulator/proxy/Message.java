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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of the protocol, or its beginning where it is long: a view of a buffer that
 * is valid until more is read.
 */
final class Message {

	private final byte[] buffer;

	private final int start;

	private final int end;

	private final long size;

	// size counts the byte of the type, end - start what is there of it
	Message(byte[] buffer, int start, int end, long size) {
		this.buffer = buffer;
		this.start = start;
		this.end = end;
		this.size = size;
	}

	char type() {
		return (char) this.buffer[this.start];
	}

	long size() {
		return this.size;
	}

	// The texts that stand one after the other from this offset in the body on
	List<String> texts(int offset, int count) {
		List<String> texts = new ArrayList<>(count);
		int from = this.start + 5 + offset;
		while (texts.size() < count) {
			int to = from;
			while (to < this.end && this.buffer[to] != 0) {
				to++;
			}
			texts.add((from < to) ? new String(this.buffer, from, to - from, StandardCharsets.UTF_8) : "");
			from = to + 1;
		}
		return texts;
	}

	String text() {
		return texts(0, 1).get(0);
	}

	char character(int offset) {
		int position = this.start + 5 + offset;
		return (position < this.end) ? (char) this.buffer[position] : 0;
	}

	int number(int offset) {
		return Bytes.int32(this.buffer, this.start + 5 + offset);
	}

	// A field of an ErrorResponse, or an empty text
	String field(char name) {
		int position = this.start + 5;
		while (position < this.end && this.buffer[position] != 0) {
			char field = (char) this.buffer[position];
			int from = position + 1;
			int to = from;
			while (to < this.end && this.buffer[to] != 0) {
				to++;
			}
			if (field == name) {
				return new String(this.buffer, from, to - from, StandardCharsets.UTF_8);
			}
			position = to + 1;
		}
		return "";
	}

}
