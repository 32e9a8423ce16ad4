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

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;

/**
 * Lets Hibernate tell what it does to entities, and where. Hibernate finds this class by
 * itself; where no call is guarded, what it is told is of no interest.
 *
 * @since 0.1.0
 */
public final class EntityIntegrator implements Integrator {

	@Override
	public void integrate(Metadata metadata, BootstrapContext bootstrapContext,
			SessionFactoryImplementor sessionFactory) {
		EventListenerRegistry listeners = sessionFactory.getEventListenerRegistry();
		PersistedEntityListener listener = new PersistedEntityListener();
		listeners.prependListeners(EventType.PERSIST, listener);
		listeners.prependListeners(EventType.PERSIST_ONFLUSH, listener);
		PersistenceContextListener contextListener = new PersistenceContextListener();
		listeners.prependListeners(EventType.LOAD, contextListener);
		listeners.prependListeners(EventType.AUTO_FLUSH, contextListener);
		listeners.prependListeners(EventType.FLUSH, contextListener);
	}

}
