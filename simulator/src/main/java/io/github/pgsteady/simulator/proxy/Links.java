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

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.pgsteady.simulator.error.ServerError;

/**
 * The open links of a {@link FaultProxy}, all or some. It is a live view: each call asks
 * anew.
 *
 * @since 0.1.0
 */
public final class Links implements Iterable<Link> {

	private static final Runnable NOTHING = () -> {
	};

	private final Supplier<List<Link>> links;

	Links(Supplier<List<Link>> links) {
		this.links = links;
	}

	/**
	 * Choose some.
	 * @param filter chooses the links
	 * @return a live view of these
	 */
	public Links where(Predicate<Link> filter) {
		return new Links(() -> toList().stream().filter(filter).toList());
	}

	/**
	 * Choose those of an application.
	 * @param name its application name, as the server knows it
	 * @return a live view of these
	 */
	public Links withApplicationName(String name) {
		return where((link) -> link.getApplicationName().equals(name));
	}

	/**
	 * Return how many there are.
	 * @return the number
	 */
	public int count() {
		return toList().size();
	}

	/**
	 * Return whether there is none.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return toList().isEmpty();
	}

	/**
	 * Cut all of them now.
	 * @param cut how
	 * @return how many were cut
	 */
	public int cut(Cut cut) {
		return (int) toList().stream().filter((link) -> link.end(cut, "cut " + cut, NOTHING)).count();
	}

	/**
	 * Send an error to all of them and close them. One that is in the middle of a message
	 * gets it after that.
	 * @param error the error
	 * @return how many got it
	 */
	public int fail(ServerError error) {
		return (int) toList().stream()
			.filter((link) -> link.end(error, "fail with " + error.sqlState(), NOTHING))
			.count();
	}

	/**
	 * Wait until there is a certain number of links.
	 * @param count the number
	 * @throws IllegalStateException if there is not within 30 s, or the thread is
	 * interrupted
	 */
	public void awaitCount(int count) {
		Duration patience = Duration.ofSeconds(30);
		long deadline = System.nanoTime() + patience.toNanos();
		synchronized (this) {
			while (count() != count) {
				if (System.nanoTime() > deadline) {
					throw new IllegalStateException(
							"There are %s links after %s, not %s".formatted(count(), patience, count));
				}
				Waits.await(this, 5);
			}
		}
	}

	/**
	 * Return those that are open now.
	 * @return a copy, the oldest first
	 */
	public List<Link> toList() {
		return this.links.get();
	}

	@Override
	public Iterator<Link> iterator() {
		return toList().iterator();
	}

}
