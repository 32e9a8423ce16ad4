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

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.pool.TunedPool;

/**
 * Has a pool follow its share.
 */
final class EnforcedSize {

	private static final Log logger = LogFactory.getLog(EnforcedSize.class);

	// HikariCP lowers it to the size of the pool when it starts
	private final int minimumIdle;

	EnforcedSize(TunedPool pool, int most) {
		int minimumIdle = pool.getConfig().getMinimumIdle();
		this.minimumIdle = (minimumIdle < 0) ? most : minimumIdle;
	}

	void set(TunedPool pool, int size, FleetStatus status) {
		int former = pool.getConfig().getMaximumPoolSize();
		if (former == size) {
			return;
		}
		String reason = (status.instances() != null && status.limit() != null)
				? "the share of this instance among %s, of %s connections".formatted(status.instances(), status.limit())
				: "the share of this instance, as far as it is known";
		pool.resize(size, reason);
		pool.getConfig().setMinimumIdle(Math.min(this.minimumIdle, size));
		logger.info("The pool of '%s' may have %s connections now, after %s: %s".formatted(pool.getName(), size, former,
				reason));
	}

	/**
	 * Close the connections that a pool has above its size: HikariCP itself only stops
	 * making new ones. While all are in use, this waits for them like any other user of
	 * the pool.
	 * @param pool the pool
	 * @param wait how to wait
	 * @throws SQLException if none comes back in time
	 */
	void giveBackSurplus(HikariDataSource pool, EndableWait wait) throws SQLException {
		while (isExceeded(pool)) {
			Connection connection = wait.getConnection(pool);
			if (isExceeded(pool)) {
				pool.evictConnection(connection);
			}
			else {
				connection.close();
			}
		}
	}

	boolean isExceeded(HikariDataSource pool) {
		HikariPoolMXBean running = running(pool);
		return running != null && running.getTotalConnections() > pool.getMaximumPoolSize();
	}

	private static @Nullable HikariPoolMXBean running(HikariDataSource pool) {
		return pool.isRunning() ? pool.getHikariPoolMXBean() : null;
	}

}
