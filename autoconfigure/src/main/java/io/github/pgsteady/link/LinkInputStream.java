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

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What comes from a socket.
 */
final class LinkInputStream extends FilterInputStream {

	private final Link link;

	LinkInputStream(InputStream in, Link link) {
		super(in);
		this.link = link;
	}

	@Override
	public int read() throws IOException {
		boolean received = false;
		this.link.beforeRead();
		try {
			int value = this.in.read();
			received = true;
			return value;
		}
		finally {
			this.link.afterRead(received);
		}
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		boolean received = false;
		this.link.beforeRead();
		try {
			int count = this.in.read(buffer, offset, length);
			received = true;
			return count;
		}
		finally {
			this.link.afterRead(received);
		}
	}

}
