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

package io.github.pgsteady.simulator.provider;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import io.github.pgsteady.simulator.error.ServerError;
import io.github.pgsteady.simulator.proxy.Admission;
import io.github.pgsteady.simulator.proxy.Link;

/**
 * Turns clients away beyond a number of them.
 */
final class ClientLimit implements Admission {

	private final Function<Link, String> group;

	private final IntFunction<ServerError> error;

	private final Map<String, Set<Link>> clients = new HashMap<>();

	private int limit;

	ClientLimit(int limit, Function<Link, String> group, IntFunction<ServerError> error) {
		this.limit = limit;
		this.group = group;
		this.error = error;
	}

	synchronized int get() {
		return this.limit;
	}

	synchronized void set(int limit) {
		if (limit < 0) {
			throw new IllegalArgumentException("The client limit must not be negative, but is " + limit);
		}
		this.limit = limit;
	}

	@Override
	public synchronized @Nullable ServerError admit(Link link) {
		Set<Link> others = this.clients.computeIfAbsent(this.group.apply(link), (name) -> new HashSet<>());
		others.removeIf((other) -> !other.isOpen());
		if (others.size() >= this.limit) {
			return this.error.apply(this.limit);
		}
		others.add(link);
		return null;
	}

}
