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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Remembers how links went, and which statements were under way on them: what a test asks
 * when it wants to know whether a caller was told the truth. It keeps the newest 10 000.
 *
 * @since 0.1.0
 */
public final class Journal {

	private static final int LIMIT = 10_000;

	private final Deque<LinkEnd> ends = new ArrayDeque<>();

	Journal() {
	}

	synchronized void add(LinkEnd end) {
		if (this.ends.size() == LIMIT) {
			this.ends.remove();
		}
		this.ends.add(end);
	}

	/**
	 * Return how links went, the oldest first.
	 * @return a copy
	 */
	public synchronized List<LinkEnd> getEnds() {
		return List.copyOf(this.ends);
	}

	/**
	 * Return the {@code COMMIT}s whose answer had not been passed on, as far as the proxy
	 * knows, when their links went. An answer that was being passed on at that moment may
	 * have been read all the same, and one that had been may not, if the client read no
	 * more.
	 * @return a copy, the oldest first
	 */
	public List<InFlight> getCommits() {
		return inFlight((statement) -> statement.kind() == StatementKind.COMMIT);
	}

	/**
	 * Return the writes whose answer had not been passed on, as far as the proxy knows,
	 * when their links went.
	 * @return a copy, the oldest first
	 */
	public List<InFlight> getWrites() {
		return inFlight((statement) -> statement.kind() == StatementKind.WRITE);
	}

	private List<InFlight> inFlight(Predicate<InFlight> filter) {
		return getEnds().stream().flatMap((end) -> end.inFlight().stream()).filter(filter).toList();
	}

	/**
	 * Forget all.
	 */
	public synchronized void clear() {
		this.ends.clear();
	}

}
