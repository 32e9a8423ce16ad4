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
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.SocketFactory;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A {@link SocketFactory} for the driver's {@code socketFactory} property whose sockets
 * probe an idle connection at intervals of our choice: the driver itself can only switch
 * probing on and off, and the operating system's intervals are hours.
 * <p>
 * The driver creates an instance by its class name, with the {@code socketFactoryArg}
 * property as argument. Its {@code tcpKeepAlive} property has to be {@code true} as well,
 * or it switches probing off again. Where the operating system does not offer an
 * interval, its own one stays. Instances are immutable.
 *
 * @since 0.1.0
 */
public final class KeepAliveSocketFactory extends SocketFactory {

	private static final Log logger = LogFactory.getLog(KeepAliveSocketFactory.class);

	/**
	 * Names of the {@code jdk.net.ExtendedSocketOptions}, which is not there on each Java
	 * runtime; the socket says which ones it has.
	 */
	private static final List<String> OPTIONS = List.of("TCP_KEEPIDLE", "TCP_KEEPINTERVAL", "TCP_KEEPCOUNT");

	private static final AtomicBoolean TOLD = new AtomicBoolean();

	private final Map<String, Integer> values;

	/**
	 * Create a factory.
	 * @param argument the seconds before the first probe, the seconds between two probes
	 * and the number of unanswered probes, separated by commas, such as {@code 25,10,5}
	 * @throws IllegalArgumentException if the argument is not three positive whole
	 * numbers
	 */
	public KeepAliveSocketFactory(String argument) {
		this.values = parse(argument);
	}

	private static Map<String, Integer> parse(String argument) {
		String[] parts = argument.split(",");
		if (parts.length != OPTIONS.size() || !Arrays.stream(parts).allMatch((part) -> part.matches("[1-9]\\d{0,8}"))) {
			throw new IllegalArgumentException(
					"'socketFactoryArg' must be three positive numbers: seconds before the first probe, seconds between two, number of probes, but was '%s'"
						.formatted(argument));
		}
		Map<String, Integer> values = new LinkedHashMap<>();
		for (int i = 0; i < parts.length; i++) {
			values.put(OPTIONS.get(i), Integer.valueOf(parts[i]));
		}
		return values;
	}

	@Override
	public Socket createSocket() throws IOException {
		return configure(LinkCapture.createSocket());
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return configure(new Socket(host, port));
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		return configure(new Socket(host, port, localHost, localPort));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return configure(new Socket(host, port));
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
			throws IOException {
		return configure(new Socket(address, port, localAddress, localPort));
	}

	Socket configure(Socket socket) throws IOException {
		try {
			socket.setKeepAlive(true);
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
		int found = 0;
		for (SocketOption<?> option : socket.supportedOptions()) {
			Integer value = this.values.get(option.name());
			if (value != null) {
				found++;
				set(socket, option, value);
			}
		}
		if (found < this.values.size() && TOLD.compareAndSet(false, true)) {
			logger.info("This platform does not offer intervals of TCP keep-alive for single connections; those of the "
					+ "operating system stay");
		}
		return socket;
	}

	@SuppressWarnings("unchecked")
	private void set(Socket socket, SocketOption<?> option, Integer value) {
		try {
			socket.setOption((SocketOption<Integer>) option, value);
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.debug("Keeping the operating system's own value of " + option.name(), ex);
		}
	}

}
