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
		RelationalPersistentEntity<?> entity = mappingOf(aggregate.getClass())
			.getRequiredPersistentEntity(aggregate.getClass());
		boolean isNew = entity.isNew(aggregate);
		PersistentPropertyAccessor<Object> accessor = entity.getPropertyAccessor(aggregate);
		RelationalPersistentProperty id = entity.getIdProperty();
		RelationalPersistentProperty version = entity.getVersionProperty();
		Object idBefore = value(accessor, id);
		Object versionBefore = value(accessor, version);
		changes.before(aggregate, () -> {
			restore(accessor, id, idBefore);
			restore(accessor, version, versionBefore);
			// A Persistable may have noted elsewhere that it was saved
			return entity.isNew(aggregate) == isNew;
		});
	}

	// There may be several, of several databases
	private RelationalMappingContext mappingOf(Class<?> type) {
		return this.mapping.stream()
			.filter((context) -> context.hasPersistentEntityFor(type))
			.findFirst()
			.orElseGet(() -> this.mapping.stream().findFirst().orElseThrow());
	}

	private static @Nullable Object value(PersistentPropertyAccessor<Object> accessor,
			@Nullable RelationalPersistentProperty property) {
		return (property != null) ? accessor.getProperty(property) : null;
	}

	// What cannot be set was not: Spring Data made another instance then
	private static void restore(PersistentPropertyAccessor<Object> accessor,
			@Nullable RelationalPersistentProperty property, @Nullable Object value) {
		if (property != null && !property.isImmutable()) {
			accessor.setProperty(property, value);
		}
	}

}
