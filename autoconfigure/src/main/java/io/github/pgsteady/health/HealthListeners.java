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

package io.github.pgsteady.health;

import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * All who are told of requests for health, as one.
 *
 * @param listeners who they are
 */
record HealthListeners(List<HealthListener> listeners) implements HealthListener {

	private static final Log logger = LogFactory.getLog(HealthListeners.class);

	@Override
	public void checkSent(String dataSource) {
		tell((listener) -> listener.checkSent(dataSource));
	}

	@Override
	public void checkSaved(String dataSource, SavedCheck reason) {
		tell((listener) -> listener.checkSaved(dataSource, reason));
	}

	// Whoever listens must not come between the database and its health
	private void tell(Consumer<HealthListener> event) {
		for (HealthListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("Could not tell " + listener.getClass().getName() + " of a request for health", ex);
			}
		}
	}

}
