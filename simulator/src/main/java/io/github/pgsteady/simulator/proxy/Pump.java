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
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

import io.github.pgsteady.simulator.proxy.Fault.Effect;

/**
 * Passes on what comes in one direction of a link, and lets faults happen at their
 * moment.
 */
abstract class Pump implements Runnable {

	private final Link link;

	private final Direction direction;

	private final InputStream in;

	private final OutputStream out;

	private final MessageFramer framer = new MessageFramer();

	private final AtomicLong bytes = new AtomicLong();

	private final AtomicLong messages = new AtomicLong();

	private final AtomicLong queries = new AtomicLong();

	Pump(Link link, Direction direction, InputStream in, OutputStream out) {
		this.link = link;
		this.direction = direction;
		this.in = in;
		this.out = out;
	}

	// The start-up packet, which is no message
	void begin(byte[] packet) throws IOException {
		this.out.write(packet);
		this.out.flush();
		this.bytes.addAndGet(packet.length);
	}

	// Its thread, until one end has nothing more to say or the link has ended
	@Override
	public final void run() {
		try {
			while (this.framer.readFrom(this.in) >= 0) {
				this.link.active();
				for (Message message = this.framer.next(); message != null; message = this.framer.next()) {
					this.messages.incrementAndGet();
					if (!look(message)) {
						return;
					}
					this.framer.accept(message);
				}
				if (!pass()) {
					return;
				}
			}
			last();
			this.link.finished(this.direction);
		}
		catch (IOException ex) {
			this.link.broken(this.direction);
		}
		catch (RuntimeException ex) {
			this.link.failed(ex);
		}
	}

	// Look at a message before it is passed on; false ends the pump
	abstract boolean look(Message message) throws IOException;

	// Pass on what may be passed on; false ends the pump
	abstract boolean pass() throws IOException;

	// There is nothing more to come
	void last() throws IOException {
	}

	final void write() throws IOException {
		while (this.framer.pending() > 0 && this.link.isOpen()) {
			FaultInjection limit = this.link.isEnding() ? null
					: this.link.faults().byteLimit(this.link, this.direction);
			int allowed = (limit != null) ? allowed(limit) : Integer.MAX_VALUE;
			// Before they are there: whoever gets an answer may look at the count at once
			this.bytes.addAndGet(Math.min(this.framer.pending(), allowed));
			this.framer.writeTo(this.out, allowed);
			if (limit != null && allowed(limit) == 0 && limit.reserve(this.link)
					&& limit.fault().effect() instanceof Effect.AfterBytes effect) {
				limit.fire(this.link, effect.end());
			}
		}
	}

	private int allowed(FaultInjection injection) {
		if (!(injection.fault().effect() instanceof Effect.AfterBytes limit)) {
			return Integer.MAX_VALUE;
		}
		long left = limit.count() - injection.bytesSince(this.link, this.bytes.get());
		return (int) Math.min(Math.max(left, 0), Integer.MAX_VALUE);
	}

	final boolean isBetweenMessages() {
		return this.framer.isBetweenMessages() && this.framer.pending() == 0;
	}

	final Link link() {
		return this.link;
	}

	final MessageFramer framer() {
		return this.framer;
	}

	final void countQuery() {
		this.queries.incrementAndGet();
	}

	long bytes() {
		return this.bytes.get();
	}

	long messages() {
		return this.messages.get();
	}

	long queries() {
		return this.queries.get();
	}

}
