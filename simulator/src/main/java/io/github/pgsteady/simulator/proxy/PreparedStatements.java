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
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The texts of statements by the names that the client gave them. The driver sends a text
 * once and only the name later. A text counts for good once the server has taken it:
 * under a name that is in use, it does not.
 */
final class PreparedStatements {

	// Where the server takes up again after an error
	private static final Preparation SYNC = new Preparation("", "");

	private final Map<String, String> taken = new HashMap<>();

	private final Deque<Preparation> asked = new ArrayDeque<>();

	void prepare(String name, String sql) {
		this.asked.add(new Preparation(name, sql));
	}

	void sync() {
		this.asked.add(SYNC);
	}

	String sql(String name) {
		for (Iterator<Preparation> latest = this.asked.descendingIterator(); latest.hasNext();) {
			Preparation preparation = latest.next();
			if (preparation != SYNC && preparation.name().equals(name)) {
				return preparation.sql();
			}
		}
		return this.taken.getOrDefault(name, "");
	}

	void prepared() {
		Preparation first = this.asked.peek();
		if (first != null && first != SYNC) {
			this.asked.remove();
			this.taken.put(first.name(), first.sql());
		}
	}

	void failed() {
		while (!this.asked.isEmpty() && this.asked.element() != SYNC) {
			this.asked.remove();
		}
	}

	void ready() {
		failed();
		this.asked.poll();
	}

	/**
	 * A text on its way to the server.
	 *
	 * @param name its name, which may be empty
	 * @param sql the text
	 */
	private record Preparation(String name, String sql) {

	}

}
