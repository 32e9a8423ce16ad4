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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One socket of the driver, and whether somebody waits on it for an answer. Costs two
 * field writes a request: one when it is sent, one when the answer is there.
 *
 * @since 0.1.0
 */
public final class Link {

	private static final Log logger = LogFactory.getLog(Link.class);

	// While it logs in, it has none
	private static final int LOGGING_IN = 0;

	private static final int NOT_TOLD = -1;

	// The driver's own buffer, which it sends when it is full. Less needs no time of its
	// own
	private static final int MUCH = 8 * 1024;

	private static final VarHandle EXCHANGE;

	private static final VarHandle LIMIT;

	private static final VarHandle LIMIT_PROPERTY;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			EXCHANGE = lookup.findVarHandle(Link.class, "exchange", long.class);
			LIMIT = lookup.findVarHandle(Link.class, "limit", int.class);
			LIMIT_PROPERTY = lookup.findVarHandle(Link.class, "limitProperty", String.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Socket socket;

	private final @Nullable LinkWatch watch;

	// Odd while somebody waits, and then another one for each wait. Read by the watch
	// without a fence: it does not matter when it gets to know
	@SuppressWarnings("unused")
	private long exchange;

	// Of what was sent since something came back, as far as it was much
	private volatile int burden;

	private volatile boolean unwrapped;

	// Only of use while it is unwrapped
	private boolean requested;

	private volatile boolean received;

	private volatile int process = LOGGING_IN;

	private volatile long loggedInAt;

	private volatile boolean direct;

	private volatile Server server = Server.PRIMARY;

	// Written with each transaction, and read by the watch like the number of the
	// exchange
	@SuppressWarnings("unused")
	private int limit;

	@SuppressWarnings("unused")
	private @Nullable String limitProperty;

	private volatile @Nullable Stall stall;

	Link(Socket socket, @Nullable LinkWatch watch) {
		this.socket = socket;
		this.watch = watch;
	}

	/**
	 * The driver has logged in.
	 * @param session where the session is, or {@code null} if nobody knows
	 * @param direct whether the session was begun with the link, as far as is known
	 */
	void loggedIn(@Nullable SessionIdentity session, boolean direct) {
		this.loggedInAt = System.nanoTime();
		this.direct = direct;
		this.server = (session != null) ? session.server() : Server.PRIMARY;
		this.process = (session != null && session.process() > 0) ? session.process() : NOT_TOLD;
	}

	/**
	 * Set how long an answer may stay away.
	 * @param milliseconds the time in milliseconds, or 0 for as long as it takes
	 * @param property the property that says so
	 */
	public void limit(int milliseconds, String property) {
		LIMIT_PROPERTY.setOpaque(this, property);
		LIMIT.setOpaque(this, milliseconds);
	}

	/**
	 * Whoever has the driver's own connection may send without waiting for an answer
	 * (COPY), and wait without having sent anything (LISTEN).
	 * @param unwrapped whether somebody has
	 */
	public void setUnwrapped(boolean unwrapped) {
		if (unwrapped != this.unwrapped) {
			this.requested = false;
			this.unwrapped = unwrapped;
		}
	}

	/**
	 * Return why the link was given up.
	 * @return the reason, or {@code null} if it was not
	 */
	public @Nullable Stall getStall() {
		return this.stall;
	}

	void opened() {
		if (this.watch != null) {
			this.watch.add(this);
		}
	}

	void closed() {
		if (this.watch != null) {
			this.watch.remove(this);
		}
	}

	void beforeWrite(int length) {
		if (length >= MUCH || this.unwrapped) {
			this.burden = (int) Math.min((long) this.burden + length, Integer.MAX_VALUE);
		}
		EXCHANGE.setOpaque(this, (exchange() + 2) | 1);
	}

	void afterWrite(int length) {
		boolean unwrapped = this.unwrapped;
		if (unwrapped) {
			this.requested = true;
		}
		// Of a parameter that is a stream, what comes next may take its time
		if (unwrapped || length >= MUCH) {
			EXCHANGE.setOpaque(this, (exchange() + 1) & ~1L);
		}
	}

	void beforeRead() {
		long number = exchange();
		if (!isWait(number) && (!this.unwrapped || this.requested)) {
			EXCHANGE.setOpaque(this, number + 1);
		}
	}

	/**
	 * Nobody waits any more.
	 * @param received whether something came back; the driver may also just have looked
	 */
	void afterRead(boolean received) {
		long number = exchange();
		if (isWait(number)) {
			EXCHANGE.setOpaque(this, number + 1);
		}
		if (received) {
			if (!this.received) {
				this.received = true;
			}
			if (this.burden != 0) {
				this.burden = 0;
			}
		}
		if (this.requested) {
			this.requested = false;
		}
	}

	/**
	 * Return the number of the exchange that is under way.
	 * @return the number; {@linkplain #isWait odd} while somebody waits
	 */
	long exchange() {
		return (long) EXCHANGE.getOpaque(this);
	}

	static boolean isWait(long number) {
		return (number & 1) != 0;
	}

	/**
	 * Return how much of what was sent may not have left yet.
	 * @return the number of bytes, at most
	 */
	long getUnsent() {
		int burden = this.burden;
		try {
			return (burden != 0) ? Math.min(burden, this.socket.getSendBufferSize()) : 0;
		}
		catch (SocketException ex) {
			return burden;
		}
	}

	/**
	 * Return whether something has ever come back.
	 * @return whether something has
	 */
	boolean hasReceived() {
		return this.received;
	}

	/**
	 * Return whether something has come back that nobody has read yet: whoever waits for
	 * it has not had his turn.
	 * @return whether it is so
	 */
	boolean hasArrived() {
		try {
			return this.socket.getInputStream().available() > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	int getLimit() {
		return (int) LIMIT.getOpaque(this);
	}

	@Nullable String getLimitProperty() {
		return (String) LIMIT_PROPERTY.getOpaque(this);
	}

	boolean isLoggingIn() {
		return this.process == LOGGING_IN;
	}

	boolean isKnownToServer() {
		return this.process != NOT_TOLD;
	}

	/**
	 * Judge what the server says of the session.
	 * @param session the session that has the process id now
	 * @return the verdict
	 */
	Verdict judge(Session session) {
		Duration age = Duration.ofNanos(System.nanoTime() - this.loggedInAt);
		return (this.direct && !session.isAsOldAs(age)) ? Verdict.UNSEEN : session.judge();
	}

	/**
	 * Return the server that the session was begun on, as it was then.
	 * @return the server
	 */
	Server getServer() {
		return this.server;
	}

	int getProcess() {
		return this.process;
	}

	@Nullable SocketAddress getAddress() {
		return this.socket.getRemoteSocketAddress();
	}

	/**
	 * The link is given up.
	 * @param stall why
	 */
	void stalled(Stall stall) {
		this.stall = stall;
	}

	/**
	 * Close the link, unless it is: whoever waits on it gets an {@link IOException}. What
	 * has not left yet never does, or it might be executed when the network is back.
	 */
	public void close() {
		if (this.socket.isClosed()) {
			return;
		}
		try {
			this.socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			logger.trace("The link is closed already", ex);
		}
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close a link", ex);
		}
	}

}
