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

package io.github.pgsteady.pool;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Those who are told what happens to pools. They are looked up when something happens.
 */
final class PoolListeners {

	private static final Log logger = LogFactory.getLog(PoolListeners.class);

	private final Supplier<List<PoolListener>> listeners;

	PoolListeners(Supplier<Stream<PoolListener>> listeners) {
		this.listeners = SingletonSupplier.of(() -> listeners.get().toList());
	}

	// Whoever listens must not come between a pool and its user
	void tell(Consumer<PoolListener> event) {
		for (PoolListener listener : this.listeners.get()) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("Could not tell " + listener.getClass().getName() + " of a pool", ex);
			}
		}
	}

}
