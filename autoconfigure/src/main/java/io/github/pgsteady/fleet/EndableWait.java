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

package io.github.pgsteady.fleet;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Waits for a connection of a pool until another thread ends that. Safe for use by
 * several threads, of which one waits.
 */
final class EndableWait {

	private @Nullable Thread waiting;

	Connection getConnection(DataSource pool) throws SQLException {
		set(Thread.currentThread());
		try {
			return pool.getConnection();
		}
		finally {
			set(null);
			// It may have come too late
			Thread.interrupted();
		}
	}

	private synchronized void set(@Nullable Thread waiting) {
		this.waiting = waiting;
	}

	/**
	 * End the wait, if there is one.
	 */
	synchronized void end() {
		if (this.waiting != null) {
			this.waiting.interrupt();
		}
	}

}
