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

import io.github.pgsteady.connection.CallRecord;

/**
 * Which pool a call uses, as far as that is known beforehand.
 */
final class Binding {

	static final Binding UNKNOWN = new Binding(null, false, false);

	static final Binding FOREIGN = new Binding(null, true, false);

	private final @Nullable PoolGuard pool;

	private final boolean foreign;

	private volatile boolean certain;

	private Binding(@Nullable PoolGuard pool, boolean foreign, boolean certain) {
		this.pool = pool;
		this.foreign = foreign;
		this.certain = certain;
	}

	// As the transaction manager tells
	static Binding to(PoolGuard pool) {
		return new Binding(pool, false, true);
	}

	// There is no other; but perhaps the call needs none
	static Binding presumed(PoolGuard pool) {
		return new Binding(pool, false, false);
	}

	@Nullable PoolGuard getPool() {
		return this.pool;
	}

	/**
	 * Return whether it is known that calls use no pool whose connections pgsteady makes.
	 * @return whether it is
	 */
	boolean isForeign() {
		return this.foreign;
	}

	/**
	 * Return the pool that a call has to wait for.
	 * @return the pool, or {@code null} if it may do without
	 */
	@Nullable PoolGuard getNeeded() {
		return this.certain ? this.pool : null;
	}

	/**
	 * A call has been made.
	 * @param record what it has used
	 */
	void confirm(CallRecord record) {
		if (!this.certain && this.pool != null && record.hasUsed(this.pool.getPool().getConnections())) {
			this.certain = true;
		}
	}

}
