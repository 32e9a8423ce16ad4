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

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets Hibernate tell what it is about to make persistent.
 */
final class EntityManagerFactoryPostProcessor implements BeanPostProcessor {

	private final PersistedEntityListener listener = new PersistedEntityListener();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof EntityManagerFactory factory) {
			EventListenerRegistry listeners = factory.unwrap(SessionFactoryImplementor.class)
				.getEventListenerRegistry();
			listeners.prependListeners(EventType.PERSIST, this.listener);
			listeners.prependListeners(EventType.PERSIST_ONFLUSH, this.listener);
		}
		return bean;
	}

}
