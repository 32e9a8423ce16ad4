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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.RelationalPersistentEntity;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;
import org.springframework.data.relational.core.mapping.event.BeforeConvertCallback;

/**
 * Remembers identity and version of what Spring Data JDBC is about to save. With the
 * identity of a failed attempt, the next one would be an update of nothing, and report
 * success.
 */
final class AggregateIdentityCallback implements BeforeConvertCallback<Object>, Ordered {

	private final ObjectProvider<RelationalMappingContext> mapping;

	AggregateIdentityCallback(ObjectProvider<RelationalMappingContext> mapping) {
		this.mapping = mapping;
	}

	// Before those of the application, which may assign an identity
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object onBeforeConvert(Object aggregate) {
		GuardedCall call = GuardedCall.current();
		if (call != null) {
			remember(aggregate, call.getChanges());
		}
		return aggregate;
	}

	private void remember(Object aggregate, EntityChanges changes) {
		RelationalMappingContext mapping = mappingOf(aggregate.getClass());
		RelationalPersistentEntity<?> entity = mapping.getRequiredPersistentEntity(aggregate.getClass());
		boolean isNew = entity.isNew(aggregate);
		List<Runnable> undo = new ArrayList<>();
		remember(aggregate, entity, mapping, undo);
		changes.before(aggregate, () -> {
			undo.forEach(Runnable::run);
			// A Persistable may have noted elsewhere that it was saved
			return entity.isNew(aggregate) == isNew;
		});
	}

	// What belongs to an aggregate gets identities as well, and may be exchanged for that
	private void remember(Object object, RelationalPersistentEntity<?> entity, RelationalMappingContext mapping,
			List<Runnable> undo) {
		PersistentPropertyAccessor<Object> accessor = entity.getPropertyAccessor(object);
		for (RelationalPersistentProperty property : entity) {
			if (!property.isIdProperty() && !property.isVersionProperty() && !property.isEntity()) {
				continue;
			}
			Object value = accessor.getProperty(property);
			// What cannot be set was not: Spring Data made another instance then
			if (!property.isImmutable()) {
				undo.add(() -> accessor.setProperty(property, value));
			}
			if (property.isEntity()) {
				parts(value).filter(Objects::nonNull)
					.forEach((part) -> remember(part, mapping.getRequiredPersistentEntity(part.getClass()), mapping,
							undo));
			}
		}
	}

	private static Stream<?> parts(@Nullable Object value) {
		if (value instanceof Collection<?> collection) {
			return collection.stream();
		}
		return (value instanceof Map<?, ?> map) ? map.values().stream() : Stream.ofNullable(value);
	}

	// There may be several, of several databases
	private RelationalMappingContext mappingOf(Class<?> type) {
		return this.mapping.stream()
			.filter((context) -> context.hasPersistentEntityFor(type))
			.findFirst()
			.orElseGet(() -> this.mapping.stream().findFirst().orElseThrow());
	}

}
