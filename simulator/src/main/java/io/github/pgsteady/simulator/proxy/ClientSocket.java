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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * The client's end of a link, with TLS where the client wants it and the proxy has it.
 */
final class ClientSocket {

	// The first byte of TLS, where no packet of PostgreSQL asks for it before
	private static final int TLS_RECORD = 0x16;

	private final Socket socket;

	private InputStream in;

	private OutputStream out;

	private boolean secure;

	ClientSocket(Socket socket) throws IOException {
		this.socket = socket;
		socket.setTcpNoDelay(true);
		this.in = socket.getInputStream();
		this.out = socket.getOutputStream();
	}

	InputStream in() {
		return this.in;
	}

	OutputStream out() {
		return this.out;
	}

	boolean isSecure() {
		return this.secure;
	}

	// The packet that begins a session or asks to cancel, after whatever is agreed on
	// before
	Startup startup(@Nullable SSLContext tls, Runnable beforeAnswer) throws IOException {
		expectDirectTls(tls);
		for (Startup startup = Startup.read(this.in);; startup = Startup.read(this.in)) {
			if (startup.code() != Startup.TLS && startup.code() != Startup.GSS) {
				return startup;
			}
			boolean agree = startup.code() == Startup.TLS && tls != null;
			beforeAnswer.run();
			this.out.write(agree ? 'S' : 'N');
			this.out.flush();
			if (agree && tls != null) {
				secure(tls, new byte[0]);
			}
		}
	}

	private void expectDirectTls(@Nullable SSLContext tls) throws IOException {
		byte[] first = this.in.readNBytes(1);
		if (first.length == 1 && first[0] == TLS_RECORD && tls != null) {
			secure(tls, first);
			return;
		}
		this.in = new SequenceInputStream(new ByteArrayInputStream(first), this.in);
	}

	private void secure(SSLContext tls, byte[] consumed) throws IOException {
		SSLSocket secured = (SSLSocket) tls.getSocketFactory()
			.createSocket(this.socket, new ByteArrayInputStream(consumed), true);
		SSLParameters parameters = secured.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "postgresql" });
		secured.setSSLParameters(parameters);
		secured.startHandshake();
		this.in = secured.getInputStream();
		this.out = secured.getOutputStream();
		this.secure = true;
	}

	// The client reads the end of the stream. Closing instead would reset the connection
	// if
	// anything that the client sent is unread
	void finish() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			close();
		}
	}

	// Reads what the client still sends, until it closes its end as well
	void drain() {
		byte[] rest = new byte[8192];
		try {
			InputStream raw = this.socket.getInputStream();
			while (raw.read(rest) >= 0) {
				continue;
			}
		}
		catch (IOException ex) {
			// Gone as well
		}
		close();
	}

	void reset() {
		try {
			this.socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// Closed already
		}
		close();
	}

	void close() {
		Sockets.close(this.socket);
	}

}
