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

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What goes to a socket. Much goes in pieces, so that it can be seen to go on.
 */
final class LinkOutputStream extends FilterOutputStream {

	private static final int PIECE = 64 * 1024;

	private final Link link;

	LinkOutputStream(OutputStream out, Link link) {
		super(out);
		this.link = link;
	}

	@Override
	public void write(int value) throws IOException {
		this.link.beforeWrite(1);
		this.out.write(value);
		this.link.afterWrite(1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		int from = offset;
		int end = offset + length;
		while (end - from > PIECE) {
			writePiece(bytes, from, PIECE);
			from += PIECE;
		}
		writePiece(bytes, from, end - from);
	}

	private void writePiece(byte[] bytes, int offset, int length) throws IOException {
		this.link.beforeWrite(length);
		this.out.write(bytes, offset, length);
		this.link.afterWrite(length);
	}

	@Override
	public void close() throws IOException {
		// Without a flush: a socket has none, and what waits would wait for ever
		this.out.close();
	}

}
