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

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * How to undo what an attempt does to entities. An identity or a version that was
 * assigned in an attempt that failed would turn the insertion into an update of nothing
 * when it is repeated.
 */
final class EntityChanges {

	// By default, a map would have room for 32, and most calls save one
	private static final int FEW = 2;

	// By identity: equals() of an entity may depend on what is to be undone
	private final Map<Object, Restoration> restorations = new IdentityHashMap<>(FEW);

	private final Map<Object, BooleanSupplier> contexts = new IdentityHashMap<>(FEW);

	/**
	 * An entity is about to be changed. What comes first counts.
	 * @param entity the entity
	 * @param restoration how to undo it
	 */
	void before(Object entity, Restoration restoration) {
		this.restorations.putIfAbsent(entity, restoration);
	}

	/**
	 * A persistence context is used.
	 * @param context the context
	 * @param open tells whether it still is
	 */
	void within(Object context, BooleanSupplier open) {
		this.contexts.putIfAbsent(context, open);
	}

	/**
	 * Return whether changes remain in a persistence context that outlives the attempt.
	 * @return whether one of those that were used is still open
	 */
	boolean isWithinOpenContext() {
		return this.contexts.values().stream().anyMatch(BooleanSupplier::getAsBoolean);
	}

	/**
	 * Undo all changes.
	 * @return whether that was possible
	 */
	boolean restore() {
		boolean restored = true;
		for (Restoration restoration : this.restorations.values()) {
			restored &= restoration.restore();
		}
		this.restorations.clear();
		return restored;
	}

	/**
	 * Undoes what happened to an entity.
	 */
	@FunctionalInterface
	interface Restoration {

		/**
		 * Undo it.
		 * @return whether that was possible
		 */
		boolean restore();

	}

}
