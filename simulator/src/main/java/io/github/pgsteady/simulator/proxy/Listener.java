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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The port of a proxy. While nothing listens, a second socket that is bound and does not
 * listen keeps the port: nobody else can get it, and connections are refused.
 */
final class Listener {

	private static final int BACKLOG = 512;

	private final Socket reservation = new Socket();

	private final InetSocketAddress address;

	private final Consumer<Socket> accepted;

	private @Nullable ServerSocket server;

	private @Nullable Thread thread;

	Listener(Consumer<Socket> accepted) throws IOException {
		this.accepted = accepted;
		this.reservation.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		this.reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		this.address = (InetSocketAddress) this.reservation.getLocalSocketAddress();
	}

	InetSocketAddress address() {
		return this.address;
	}

	synchronized void listen() throws IOException {
		if (this.server != null || this.reservation.isClosed()) {
			return;
		}
		ServerSocket socket = new ServerSocket();
		try {
			socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			socket.bind(this.address, BACKLOG);
		}
		catch (IOException ex) {
			Sockets.close(socket);
			throw ex;
		}
		this.server = socket;
		Thread acceptor = new Thread(() -> accept(socket), "pgsteady-proxy-" + this.address.getPort());
		acceptor.setDaemon(true);
		acceptor.start();
		this.thread = acceptor;
	}

	private void accept(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				this.accepted.accept(socket.accept());
			}
			catch (IOException ex) {
				// Closed, or a client that has gone before it was accepted
			}
		}
	}

	synchronized void refuse() {
		Sockets.close(this.server);
		this.server = null;
		awaitEnd();
	}

	// The socket listens until the thread has left it
	private void awaitEnd() {
		try {
			if (this.thread != null) {
				this.thread.join(5000);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.thread = null;
	}

	synchronized void close() {
		refuse();
		Sockets.close(this.reservation);
	}

}
