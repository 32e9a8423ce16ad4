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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * A socket that tells its {@link Link} who waits on it.
 */
final class LinkSocket extends Socket {

	private final Link link;

	private final @Nullable SocketAddress target;

	/**
	 * Create a socket.
	 * @param watch who watches it, or {@code null} for nobody
	 * @param target where it is to lead to, wherever it is told to connect to;
	 * {@code null} for just there
	 */
	LinkSocket(@Nullable LinkWatch watch, @Nullable SocketAddress target) {
		this.link = new Link(this, watch);
		this.target = target;
	}

	Link getLink() {
		return this.link;
	}

	@Override
	public void connect(SocketAddress endpoint, int timeout) throws IOException {
		super.connect((this.target != null) ? this.target : endpoint, timeout);
		this.link.opened();
		if (isClosed()) {
			// Meanwhile, by whoever had waited for it for too long
			this.link.closed();
		}
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return new LinkInputStream(super.getInputStream(), this.link);
	}

	@Override
	public OutputStream getOutputStream() throws IOException {
		return new LinkOutputStream(super.getOutputStream(), this.link);
	}

	@Override
	public void close() throws IOException {
		this.link.closed();
		super.close();
	}

}
