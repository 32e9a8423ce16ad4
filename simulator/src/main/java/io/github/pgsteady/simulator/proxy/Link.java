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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.error.ServerError;

/**
 * One connection of a client through a {@link FaultProxy}.
 *
 * @since 0.1.0
 */
public final class Link {

	private static final int CONNECT_TIMEOUT = 10_000;

	private static final Runnable NOTHING = () -> {
	};

	private final long id;

	private final FaultProxy proxy;

	private final ClientSocket client;

	private final Socket server = new Socket();

	private final Conversation conversation = new Conversation();

	private final CountDownLatch ended = new CountDownLatch(1);

	// Whoever writes to the client holds it, so that an error does not get into a message
	private final ReentrantLock clientLock = new ReentrantLock();

	private volatile Map<String, String> parameters = Map.of();

	private volatile @Nullable Pump toServer;

	private volatile @Nullable Pump toClient;

	private volatile long lastActivity = System.nanoTime();

	private volatile @Nullable Runnable pendingError;

	private volatile boolean admitted;

	// Cut without a word: neither end may learn of it before the proxy is closed
	private volatile boolean silent;

	Link(long id, FaultProxy proxy, Socket client) throws IOException {
		this.id = id;
		this.proxy = proxy;
		this.client = new ClientSocket(client);
	}

	/**
	 * Return the number of the link: they are counted from 1 on, in the order of their
	 * coming.
	 * @return the number
	 */
	public long getId() {
		return this.id;
	}

	/**
	 * Return the application name, as the server last confirmed it.
	 * @return the name, or an empty text
	 */
	public String getApplicationName() {
		return this.conversation.applicationName();
	}

	/**
	 * Return the user that the client gave.
	 * @return the name, or an empty text before the start-up packet
	 */
	public String getUser() {
		return this.parameters.getOrDefault("user", "");
	}

	/**
	 * Return the database that the client gave.
	 * @return the name, or an empty text before the start-up packet
	 */
	public String getDatabase() {
		return this.parameters.getOrDefault("database", getUser());
	}

	/**
	 * Return the process on the server that belongs to this link.
	 * @return its id, or 0 before the client is logged in; behind a transaction pooler it
	 * means nothing
	 */
	public int getBackendPid() {
		return this.conversation.backendPid();
	}

	/**
	 * Return whether the client speaks TLS with the proxy.
	 * @return whether it does
	 */
	public boolean isSecure() {
		return this.client.isSecure();
	}

	/**
	 * Return whether the link is there: neither end has closed it, and no fault has cut
	 * it.
	 * @return whether it is
	 */
	public boolean isOpen() {
		return this.ended.getCount() > 0;
	}

	/**
	 * Return whether a statement is under way or a transaction is open.
	 * @return whether it is
	 */
	public boolean isBusy() {
		return this.conversation.isBusy();
	}

	/**
	 * Return what the server last said of the transaction.
	 * @return the status
	 */
	public TransactionStatus getTransactionStatus() {
		return this.conversation.status();
	}

	/**
	 * Return what has passed so far.
	 * @return the counts
	 */
	public Traffic getTraffic() {
		Pump up = this.toServer;
		Pump down = this.toClient;
		return new Traffic((up != null) ? up.bytes() : 0, (down != null) ? down.bytes() : 0,
				(up != null) ? up.messages() : 0, (down != null) ? down.messages() : 0,
				(up != null) ? up.queries() : 0);
	}

	/**
	 * Cut the link now.
	 * @param cut how
	 * @throws IllegalStateException if it is not open any more
	 */
	public void cut(Cut cut) {
		if (!end(cut, "cut " + cut, NOTHING)) {
			throw new IllegalStateException("The link %s cannot be cut: it is closed".formatted(this.id));
		}
	}

	/**
	 * Send an error to the client and close the link. In the middle of a message it comes
	 * after that.
	 * @param error the error
	 * @throws IllegalStateException if the link is not open any more
	 */
	public void fail(ServerError error) {
		if (!end(error, "fail with " + error.sqlState(), NOTHING)) {
			throw new IllegalStateException("The link %s cannot fail: it is closed".formatted(this.id));
		}
	}

	// The whole life of a link
	void run() {
		try {
			Startup startup = this.client.startup(this.proxy.tls(), () -> awaitPassage(Direction.TO_CLIENT));
			this.parameters = startup.parameters();
			this.conversation.applicationName(this.parameters.get("application_name"));
			if (!awaitPassage(Direction.TO_SERVER)) {
				return;
			}
			if (startup.code() == Startup.CANCEL) {
				cancel(startup);
				return;
			}
			ServerError refusal = this.proxy.admit(this);
			if (refusal != null) {
				end(refusal, "reject with " + refusal.sqlState(), NOTHING);
			}
			else {
				talk(startup);
			}
		}
		catch (IOException ex) {
			end(Cut.FIN, "client", NOTHING);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		finally {
			if (!this.silent) {
				this.client.drain();
				this.proxy.forget(this);
			}
		}
	}

	private void cancel(Startup startup) throws IOException {
		connect();
		this.server.getOutputStream().write(startup.packet());
		// The server closes when it has passed the request on, and so do we
		this.server.getInputStream().readAllBytes();
		end(Cut.FIN, "server", NOTHING);
	}

	private void talk(Startup startup) {
		Pump up;
		Pump down;
		try {
			connect();
			up = new FrontendPump(this, this.client.in(), this.server.getOutputStream());
			down = new BackendPump(this, this.server.getInputStream(), this.client.out());
			up.begin(startup.packet());
		}
		catch (IOException ex) {
			end(Cut.FIN, "server", NOTHING);
			return;
		}
		this.toServer = up;
		this.toClient = down;
		active();
		this.admitted = true;
		this.proxy.execute(down);
		up.run();
	}

	private void connect() throws IOException {
		InetSocketAddress address = this.proxy.upstream();
		this.server.setTcpNoDelay(true);
		this.server.connect(address, CONNECT_TIMEOUT);
	}

	// Wait as long as faults want; false if the link has ended meanwhile
	boolean awaitPassage(Direction direction) {
		Faults faults = this.proxy.faults();
		if (!faults.isEmpty()) {
			delay(faults.delay(this));
			return faults.awaitPassage(this, direction);
		}
		return isOpen();
	}

	private void delay(Duration delay) {
		if (delay.isZero()) {
			return;
		}
		try {
			this.ended.await(delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// Whoever caused it is told before either end can notice
	boolean end(Cut cut, String cause, Runnable happened) {
		Runnable before = () -> {
			// Known before the pumps notice the end, so that they leave the sockets alone
			this.silent = cut == Cut.SILENT;
			happened.run();
		};
		return end(cause, before, () -> {
			switch (cut) {
				case FIN -> this.client.finish();
				case RST -> this.client.reset();
				case SILENT -> {
					return;
				}
			}
			Sockets.close(this.server);
		});
	}

	// In the middle of a message, or while somebody writes, it is left to whoever writes.
	// A client that does not read must not hold up the caller
	boolean end(ServerError error, String cause, Runnable happened) {
		if (!isOpen() || isEnding()) {
			return false;
		}
		this.pendingError = () -> sendAndEnd(error, cause, happened);
		sendPendingError();
		return true;
	}

	private void sendPendingError() {
		if (!this.clientLock.tryLock()) {
			return;
		}
		try {
			Pump down = this.toClient;
			Runnable error = this.pendingError;
			if (error != null && (down == null || down.isBetweenMessages())) {
				error.run();
				this.pendingError = null;
			}
		}
		finally {
			this.clientLock.unlock();
		}
	}

	boolean isEnding() {
		return this.pendingError != null;
	}

	private boolean sendAndEnd(ServerError error, String cause, Runnable happened) {
		return end(cause, happened, () -> {
			try {
				this.client.out().write(Bytes.errorResponse(error));
				this.client.out().flush();
			}
			catch (IOException ex) {
				// The client has gone before
			}
			this.client.finish();
			Sockets.close(this.server);
		});
	}

	private boolean end(String cause, Runnable happened, Runnable ending) {
		synchronized (this.ended) {
			if (!isOpen()) {
				return false;
			}
			// From here on no byte leaves for the server
			List<InFlight> inFlight = this.conversation.end();
			this.proxy.journal()
				.add(new LinkEnd(this.id, getApplicationName(), Instant.now(), cause, getTransactionStatus(),
						inFlight));
			happened.run();
			this.ended.countDown();
		}
		this.proxy.ended(this);
		ending.run();
		return true;
	}

	// To the client, so that an error that waits comes between two messages
	void writeToClient(WriteAction action) throws IOException {
		this.clientLock.lock();
		try {
			action.write();
		}
		finally {
			this.clientLock.unlock();
		}
		if (isEnding()) {
			sendPendingError();
		}
	}

	// One end has nothing more to say: the other hears that
	void finished(Direction direction) {
		if (awaitPassage(direction)) {
			broken(direction);
		}
	}

	void broken(Direction direction) {
		end(Cut.FIN, (direction == Direction.TO_SERVER) ? "client" : "server", NOTHING);
	}

	// By something of the test's, such as a filter that throws
	void failed(RuntimeException exception) {
		end(Cut.RST, "failed: " + exception, NOTHING);
	}

	void active() {
		this.lastActivity = System.nanoTime();
	}

	// Only a link that has reached the server can be idle
	Duration idleTime() {
		return this.admitted ? Duration.ofNanos(System.nanoTime() - this.lastActivity) : Duration.ZERO;
	}

	Conversation conversation() {
		return this.conversation;
	}

	Faults faults() {
		return this.proxy.faults();
	}

	// Without a word in the journal: the proxy itself ends
	void close() {
		end("proxy", NOTHING, NOTHING);
		this.client.close();
		Sockets.close(this.server);
	}

	@Override
	public String toString() {
		return "link " + this.id;
	}

	/**
	 * Writes.
	 */
	@FunctionalInterface
	interface WriteAction {

		void write() throws IOException;

	}

}
