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

package io.github.pgsteady.connection;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClassifier;
import io.github.pgsteady.link.LinkListener;
import io.github.pgsteady.link.Stall;

/**
 * What the connections of a pool have in common.
 */
final class Connections implements LinkListener {

	private static final Log logger = LogFactory.getLog(Connections.class);

	// Each statement is evidence; this much of it is enough
	private static final long RESOLUTION = TimeUnit.MILLISECONDS.toNanos(100);

	private final FailureClassifier classifier;

	private final TimeLimits limits;

	private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();

	private final Set<RecordingConnection> open = Collections
		.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

	// How often there was reason to doubt all connections that had been made until then
	private final AtomicInteger doubts = new AtomicInteger();

	private final LongAdder returned = new LongAdder();

	private volatile Runnable returnListener = () -> {
	};

	private volatile @Nullable CommitResolver resolver;

	private volatile boolean preparing = true;

	// The first of each counts, however soon it is
	private volatile long lastAnswer = System.nanoTime() - 2 * RESOLUTION;

	private volatile long lastReturn = this.lastAnswer;

	Connections(FailureClassifier classifier, TimeLimits limits) {
		this.classifier = classifier;
		this.limits = limits;
	}

	TimeLimits getLimits() {
		return this.limits;
	}

	/**
	 * Return who finds out the outcome of a lost {@code COMMIT}.
	 * @return who does, or {@code null} if nobody is to
	 */
	@Nullable CommitResolver getResolver() {
		return this.resolver;
	}

	void setResolver(CommitResolver resolver) {
		this.resolver = resolver;
	}

	void addListener(ConnectionListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Have somebody told each time that a connection is given back. That is often: there
	 * is only one.
	 * @param listener who is to be told, and neither waits nor throws anything
	 */
	void setReturnListener(Runnable listener) {
		this.returnListener = listener;
	}

	// Whoever listens must not come between a connection and its user
	void tell(Consumer<ConnectionListener> event) {
		for (ConnectionListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("Could not tell " + listener.getClass().getName() + " of a connection", ex);
			}
		}
	}

	@Override
	public void suspected() {
		tell(ConnectionListener::suspected);
	}

	@Override
	public void foundWorking() {
		tell(ConnectionListener::foundWorking);
	}

	@Override
	public void stalled(Stall stall) {
		tell((listener) -> listener.stalled(stall));
	}

	/**
	 * A failure was met where no connection could see it, such as in a result: it is told
	 * to the one that was lost by it.
	 * @param exception the failure
	 */
	void noticed(SQLException exception) {
		List<RecordingConnection> open;
		synchronized (this.open) {
			open = List.copyOf(this.open);
		}
		open.stream()
			.filter(RecordingConnection::isLostUnnoticed)
			.findFirst()
			.ifPresent((connection) -> connection.noticed(exception));
	}

	void opened(RecordingConnection connection) {
		this.open.add(connection);
	}

	void closed(RecordingConnection connection) {
		this.open.remove(connection);
	}

	int getOpen() {
		return this.open.size();
	}

	List<Thread> getHolders() {
		synchronized (this.open) {
			return this.open.stream().map(RecordingConnection::getHolder).filter(Objects::nonNull).toList();
		}
	}

	int getDoubts() {
		return this.doubts.get();
	}

	void doubt() {
		this.doubts.incrementAndGet();
	}

	boolean isPreparing() {
		return this.preparing;
	}

	void stopPreparing() {
		this.preparing = false;
	}

	Failure classifyConnect(Throwable exception) {
		return this.classifier.classifyConnect(exception);
	}

	Failure classify(SQLException exception) {
		return this.classifier.classify(exception);
	}

	void answered(long now) {
		if (now - this.lastAnswer > RESOLUTION) {
			this.lastAnswer = now;
		}
	}

	void returned(long now) {
		this.returned.increment();
		if (now - this.lastReturn > RESOLUTION) {
			this.lastReturn = now;
		}
		this.returnListener.run();
	}

	long getReturned() {
		return this.returned.sum();
	}

	long getLastAnswer() {
		return this.lastAnswer;
	}

	long getLastReturn() {
		return this.lastReturn;
	}

}
