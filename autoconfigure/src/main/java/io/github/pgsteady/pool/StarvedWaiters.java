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

package io.github.pgsteady.pool;

import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Helps threads that wait for connections which nobody makes. In place of connections
 * that are closed when they come back, HikariCP makes new ones only up to the minimum of
 * idle ones; those who wait already get one when somebody else asks, or not at all if all
 * threads of the application wait. So somebody asks.
 */
final class StarvedWaiters {

	private static final Log logger = LogFactory.getLog(StarvedWaiters.class);

	private final ObservedPool pool;

	private volatile @Nullable Thread asking;

	StarvedWaiters(ObservedPool pool) {
		this.pool = pool;
	}

	/**
	 * Ask for a connection if others wait for one and nobody makes it, although there
	 * could be more. Does not wait. Called again and again, by one thread.
	 */
	void help() {
		HikariPoolMXBean running = this.pool.getRunning();
		HikariDataSource dataSource = this.pool.getDataSource();
		if (running == null || dataSource == null) {
			return;
		}
		boolean starving = running.getThreadsAwaitingConnection() > 0
				&& running.getTotalConnections() < dataSource.getMaximumPoolSize() && !isBeingMade();
		Thread asking = this.asking;
		if (asking == null && starving) {
			ask(dataSource);
		}
		else if (asking != null && !starving) {
			// It would be one more that waits
			asking.interrupt();
		}
	}

	// After a failure HikariCP tries again by itself, as long as somebody waits
	private boolean isBeingMade() {
		return this.pool.isInTrouble() || this.pool.getConnections().isConnecting();
	}

	private void ask(HikariDataSource dataSource) {
		Thread thread = new Thread(() -> {
			try {
				dataSource.getConnection().close();
			}
			catch (SQLException | RuntimeException ex) {
				// Those who wait learn it as well
				logger.trace("No connection of '%s'".formatted(this.pool.getName()), ex);
			}
			finally {
				this.asking = null;
			}
		}, "pgsteady-waiters");
		thread.setDaemon(true);
		this.asking = thread;
		thread.start();
	}

}
