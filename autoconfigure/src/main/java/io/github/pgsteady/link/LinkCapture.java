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

import java.net.Socket;
import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Catches the link that is made while the driver connects. The driver creates its sockets
 * by the name of a factory, on this thread, or on one that it starts for that; other
 * sockets of the driver (to cancel a statement) are not caught.
 *
 * @since 0.1.0
 */
public final class LinkCapture implements AutoCloseable {

	private static final InheritableThreadLocal<@Nullable LinkCapture> CURRENT = new InheritableThreadLocal<>();

	private volatile @Nullable LinkWatch watch;

	private volatile @Nullable SocketAddress target;

	private volatile @Nullable Link link;

	// A thread that inherits it may live on
	private volatile boolean open = true;

	private LinkCapture(@Nullable LinkWatch watch, @Nullable SocketAddress target) {
		this.watch = watch;
		this.target = target;
		CURRENT.set(this);
	}

	/**
	 * Catch the next link, and have it watched.
	 * @param watch who is to watch it
	 * @return what catches it
	 */
	public static LinkCapture forWatch(LinkWatch watch) {
		return new LinkCapture(watch, null);
	}

	/**
	 * Lead the next link to a certain address, whatever address the host has now.
	 * @param target the address
	 * @return what sees to it
	 */
	static LinkCapture leadingTo(@Nullable SocketAddress target) {
		return new LinkCapture(null, target);
	}

	static Socket createSocket() {
		LinkCapture current = CURRENT.get();
		if (current == null || !current.open) {
			return new Socket();
		}
		LinkSocket socket = new LinkSocket(current.watch, current.target);
		current.link = socket.getLink();
		return socket;
	}

	/**
	 * Keep the link: the driver has connected.
	 * @return the link, or {@code null} if the driver has made its socket by other means
	 */
	public @Nullable Link keep() {
		Link kept = this.link;
		this.link = null;
		return kept;
	}

	/**
	 * End it. A link that was not kept is closed: the driver may have given up an attempt
	 * to connect that still waits for an answer.
	 */
	@Override
	public void close() {
		this.open = false;
		CURRENT.remove();
		this.watch = null;
		this.target = null;
		abort();
	}

	/**
	 * Return whether somebody at the other end has said something.
	 * @return whether somebody has
	 */
	boolean hasReceived() {
		Link link = this.link;
		return link != null && link.hasReceived();
	}

	/**
	 * End the attempt to connect. For any thread.
	 */
	void abort() {
		Link left = this.link;
		if (left != null) {
			left.close();
		}
	}

}
