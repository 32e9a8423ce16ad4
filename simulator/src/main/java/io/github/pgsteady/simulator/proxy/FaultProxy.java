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
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.error.ServerError;

/**
 * A TCP proxy in front of a PostgreSQL server that lets faults happen on demand. It
 * listens on a free port of the loopback interface, and keeps it until it is closed. It
 * understands enough of the protocol to act before or after a certain statement; TLS ends
 * here.
 *
 * @since 0.1.0
 */
public final class FaultProxy implements AutoCloseable {

	private volatile Supplier<InetSocketAddress> upstream;

	private final @Nullable SSLContext tls;

	private final @Nullable ServerError refusalWithoutTls;

	private final Admission admission;

	private final Listener listener;

	private final Faults faults = new Faults(this::faultsChanged);

	private final IdleWatch idleWatch;

	private final Journal journal = new Journal();

	private final ConcurrentLinkedQueue<Link> links = new ConcurrentLinkedQueue<>();

	// All that have sockets: also those that were cut silently, or whose clients have not
	// closed their end yet
	private final Set<Link> alive = new HashSet<>();

	private final AtomicLong connections = new AtomicLong();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "pgsteady-link");
		thread.setDaemon(true);
		return thread;
	});

	private Traffic trafficBefore = new Traffic(0, 0, 0, 0, 0);

	private FaultProxy(Builder builder) throws IOException {
		this.upstream = builder.upstream;
		this.tls = builder.tls;
		this.refusalWithoutTls = builder.refusalWithoutTls;
		this.admission = builder.admission;
		this.listener = new Listener(this::accept);
		this.idleWatch = new IdleWatch(this.faults, this::getOpenLinks);
	}

	/**
	 * Start a proxy without TLS.
	 * @param server gives the address of the server; it is asked for each link, so a
	 * server may come back on another port
	 * @return the proxy, in operation
	 */
	public static FaultProxy before(Supplier<InetSocketAddress> server) {
		return builder(server).start();
	}

	/**
	 * Prepare a proxy.
	 * @param server gives the address of the server
	 * @return a builder
	 */
	public static Builder builder(Supplier<InetSocketAddress> server) {
		return new Builder(server);
	}

	/**
	 * Return the port on the loopback interface.
	 * @return the port
	 */
	public int getPort() {
		return this.listener.address().getPort();
	}

	/**
	 * Return the address on the loopback interface.
	 * @return the address
	 */
	public InetSocketAddress getAddress() {
		return this.listener.address();
	}

	/**
	 * Let a fault happen, until it is lifted, has happened as often as it was to, or the
	 * proxy is closed.
	 * @param fault the fault
	 * @return what lifts it, and tells how often it happened
	 * @throws IllegalStateException if the proxy is closed
	 */
	public FaultInjection inject(Fault fault) {
		if (this.threads.isShutdown()) {
			throw new IllegalStateException("The proxy is closed: '%s' cannot happen any more".formatted(fault));
		}
		FaultInjection injection = new FaultInjection(fault, this.faults);
		if (fault.effect() instanceof Fault.Effect.AfterBytes limit) {
			getOpenLinks().forEach((link) -> {
				Traffic traffic = link.getTraffic();
				injection.startCounting(link,
						(limit.direction() == Direction.TO_SERVER) ? traffic.bytesToServer() : traffic.bytesToClient());
			});
		}
		this.faults.add(injection);
		return injection;
	}

	/**
	 * Lift all faults. Links that were cut stay cut.
	 */
	public void heal() {
		this.faults.liftAll();
	}

	/**
	 * Lead new links to another server. Those that are there stay.
	 * @param server gives its address
	 */
	public void switchTo(Supplier<InetSocketAddress> server) {
		this.upstream = server;
	}

	/**
	 * Return the open links.
	 * @return a live view
	 */
	public Links getLinks() {
		return new Links(this::getOpenLinks);
	}

	private List<Link> getOpenLinks() {
		return List.copyOf(this.links);
	}

	/**
	 * Return how many connections have been accepted so far, those that were turned away
	 * and requests to cancel among them.
	 * @return the number
	 */
	public long getConnections() {
		return this.connections.get();
	}

	/**
	 * Return what has passed on all links so far.
	 * @return the counts
	 */
	public synchronized Traffic getTraffic() {
		return getOpenLinks().stream().map(Link::getTraffic).reduce(this.trafficBefore, Traffic::plus);
	}

	/**
	 * Return what was under way on links when they went.
	 * @return the journal
	 */
	public Journal getJournal() {
		return this.journal;
	}

	private void accept(Socket socket) {
		try {
			Link link = new Link(this.connections.incrementAndGet(), this, socket);
			synchronized (this.alive) {
				this.alive.add(link);
				this.links.add(link);
				this.threads.execute(link::run);
			}
		}
		catch (IOException | RejectedExecutionException ex) {
			Sockets.close(socket);
		}
	}

	void forget(Link link) {
		synchronized (this.alive) {
			this.alive.remove(link);
		}
	}

	private void faultsChanged() {
		// Asked within the lock, so that the last of two changes at a time counts
		synchronized (this.listener) {
			if (this.faults.refuses()) {
				this.listener.refuse();
			}
			else {
				listen();
			}
		}
		this.idleWatch.faultsChanged();
	}

	private void listen() {
		try {
			this.listener.listen();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The proxy cannot listen on the loopback interface", ex);
		}
	}

	@Nullable ServerError admit(Link link) {
		if (this.refusalWithoutTls != null && !link.isSecure()) {
			return this.refusalWithoutTls;
		}
		ServerError rejection = this.faults.rejection(link);
		if (rejection != null) {
			return rejection;
		}
		try {
			return this.admission.admit(link);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ServerError.of("FATAL", "57P01", "terminating connection due to administrator command");
		}
	}

	void execute(Runnable task) {
		this.threads.execute(task);
	}

	void ended(Link link) {
		synchronized (this) {
			if (this.links.remove(link)) {
				this.trafficBefore = this.trafficBefore.plus(link.getTraffic());
			}
		}
		this.faults.wakeUp();
	}

	InetSocketAddress upstream() {
		return this.upstream.get();
	}

	@Nullable SSLContext tls() {
		return this.tls;
	}

	Faults faults() {
		return this.faults;
	}

	Journal journal() {
		return this.journal;
	}

	/**
	 * Close the port and all links. A second call does nothing.
	 */
	@Override
	public void close() {
		this.listener.close();
		this.idleWatch.close();
		List<Link> left;
		synchronized (this.alive) {
			// None is accepted from here on
			this.threads.shutdownNow();
			left = List.copyOf(this.alive);
		}
		left.forEach(Link::close);
		try {
			this.threads.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String toString() {
		return "fault proxy on port " + getPort();
	}

	/**
	 * Prepares a proxy.
	 */
	public static final class Builder {

		private final Supplier<InetSocketAddress> upstream;

		private @Nullable SSLContext tls;

		private @Nullable ServerError refusalWithoutTls;

		private Admission admission = (link) -> null;

		private Builder(Supplier<InetSocketAddress> upstream) {
			this.upstream = upstream;
		}

		/**
		 * Speak TLS with clients that ask for it. Without this, they are told that there
		 * is none. The server is always spoken to without.
		 * @param context the certificate and its key
		 * @return this builder
		 */
		public Builder tls(SSLContext context) {
			this.tls = context;
			return this;
		}

		/**
		 * Speak TLS, and turn clients away that do not ask for it.
		 * @param context the certificate and its key
		 * @param error what they are told
		 * @return this builder
		 */
		public Builder requireTls(SSLContext context, ServerError error) {
			this.refusalWithoutTls = error;
			return tls(context);
		}

		/**
		 * Ask before a client goes on to the server. {@link Fault#reject} comes before.
		 * @param admission what to ask
		 * @return this builder
		 */
		public Builder admission(Admission admission) {
			this.admission = admission;
			return this;
		}

		/**
		 * Start the proxy.
		 * @return the proxy, in operation
		 * @throws UncheckedIOException if there is no free port at all
		 */
		public FaultProxy start() {
			try {
				FaultProxy proxy = new FaultProxy(this);
				proxy.listen();
				return proxy;
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The proxy cannot listen on the loopback interface", ex);
			}
		}

	}

}
