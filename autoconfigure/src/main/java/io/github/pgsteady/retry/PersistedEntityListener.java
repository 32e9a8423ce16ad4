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

import java.util.Arrays;

import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.PersistContext;
import org.hibernate.event.spi.PersistEvent;
import org.hibernate.event.spi.PersistEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.ComponentType;
import org.hibernate.type.Type;

/**
 * Remembers identity, version and collections of what Hibernate is about to make
 * persistent. With those of a failed attempt, the next one would fail, or leave out rows
 * of its collections.
 */
final class PersistedEntityListener implements PersistEventListener {

	@Override
	public void onPersist(PersistEvent event) {
		remember(event);
	}

	@Override
	public void onPersist(PersistEvent event, PersistContext createdAlready) {
		remember(event);
	}

	private static void remember(PersistEvent event) {
		GuardedCall call = GuardedCall.current();
		EventSource session = event.getSession();
		Object entity = event.getObject();
		// One that is managed already has been remembered, or is the session's own
		if (call == null || session.contains(entity)) {
			return;
		}
		EntityPersister persister = session.getEntityPersister(event.getEntityName(), entity);
		Object id = persister.getIdentifier(entity, session);
		Object[] values = persister.getValues(entity);
		call.getChanges().before(entity, () -> {
			persister.setIdentifier(entity, id, session);
			return restore(persister, entity, values);
		});
	}

	private static boolean restore(EntityPersister persister, Object entity, Object[] values) {
		Type[] types = persister.getPropertyTypes();
		for (int i = 0; i < types.length; i++) {
			if (types[i] instanceof ComponentType component && hasCollection(component)) {
				return false;
			}
			if (types[i].isCollectionType() || (persister.isVersioned() && i == persister.getVersionPropertyIndex())) {
				persister.setValue(entity, i, values[i]);
			}
		}
		return true;
	}

	private static boolean hasCollection(ComponentType component) {
		return Arrays.stream(component.getSubtypes())
			.anyMatch(
					(type) -> type.isCollectionType() || (type instanceof ComponentType inner && hasCollection(inner)));
	}

}
