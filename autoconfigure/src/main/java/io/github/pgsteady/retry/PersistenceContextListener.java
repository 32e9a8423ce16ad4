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

package io.github.pgsteady.retry;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AutoFlushEvent;
import org.hibernate.event.spi.AutoFlushEventListener;
import org.hibernate.event.spi.FlushEvent;
import org.hibernate.event.spi.FlushEventListener;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;

/**
 * Remembers which persistence contexts a call uses. One that is still open when an
 * attempt has failed is not the attempt's own, and holds what it has left behind: a
 * changed entity would not be written again, or be changed twice.
 */
final class PersistenceContextListener implements LoadEventListener, AutoFlushEventListener, FlushEventListener {

	private static final long serialVersionUID = 1L;

	@Override
	public void onLoad(LoadEvent event, LoadType loadType) {
		remember(event.getSession());
	}

	@Override
	public void onAutoFlush(AutoFlushEvent event) {
		remember(event.getSession());
	}

	@Override
	public void onFlush(FlushEvent event) {
		remember(event.getSession());
	}

	private static void remember(SharedSessionContractImplementor session) {
		GuardedCall call = GuardedCall.current();
		if (call != null) {
			call.getChanges().within(session, session::isOpen);
		}
	}

}
