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

/**
 * The call that the current thread makes, seen from its outermost boundary. What it calls
 * in turn is a part of it, and is not repeated by itself.
 */
final class GuardedCall {

	private static final ThreadLocal<@Nullable GuardedCall> CURRENT = new ThreadLocal<>();

	private @Nullable EntityChanges changes;

	private GuardedCall() {
	}

	static @Nullable GuardedCall current() {
		return CURRENT.get();
	}

	static GuardedCall begin() {
		GuardedCall call = new GuardedCall();
		CURRENT.set(call);
		return call;
	}

	void end() {
		// Not removed: with each call an entry would come and go
		CURRENT.set(null);
	}

	/**
	 * Return what the call changes in entities of the caller.
	 * @return the changes, which are forgotten with the call
	 */
	EntityChanges getChanges() {
		if (this.changes == null) {
			this.changes = new EntityChanges();
		}
		return this.changes;
	}

	/**
	 * Return whether the call works in a persistence context that is not its own.
	 * @return whether one that it used is still open, between two attempts
	 */
	boolean isWithinOpenContext() {
		return this.changes != null && this.changes.isWithinOpenContext();
	}

	boolean restoreEntities() {
		return this.changes == null || this.changes.restore();
	}

}
