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

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

import com.zaxxer.hikari.HikariPoolMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.Phase;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;

/**
 * Evicts all connections of a pool softly when one of them shows that the others cannot
 * be any better: idle ones are closed, and those in use when they come back. Once in an
 * incident, and with one line in the log, instead of once for each connection.
 */
final class PoolEviction implements ConnectionListener {

	private static final Log logger = LogFactory.getLog(PoolEviction.class);

	// The server ends all of its sessions
	private static final Set<String> SHUTDOWN = Set.of("57P01", "57P02", "57P03");

	// Whoever kills connections one by one does not get the whole pool each time
	private static final Duration LOSSES = Duration.ofSeconds(5);

	// What new connections do not heal does not heal by evicting them again
	private static final Duration UNFITNESS = Duration.ofSeconds(60);

	private final ObservedPool pool;

	private final LongSupplier nanoTime;

	private long quietUntil;

	PoolEviction(ObservedPool pool, LongSupplier nanoTime) {
		this.pool = pool;
		this.nanoTime = nanoTime;
		this.quietUntil = nanoTime.getAsLong();
	}

	@Override
	public void lost(ConnectionLoss loss) {
		if (loss.phase() == Phase.IDLE || isShutdown(loss.failure())) {
			evict("a connection was lost, " + loss.failure(), LOSSES);
		}
	}

	private static boolean isShutdown(Failure failure) {
		return failure.sqlState() != null && SHUTDOWN.contains(failure.sqlState());
	}

	@Override
	public void unfit(Failure failure) {
		if (failure.failureClass() == FailureClass.READ_ONLY) {
			evict("the database can only be read, " + failure, UNFITNESS);
		}
		else if (!"0A000".equals(failure.sqlState()) && evict("prepared statements are lost, " + failure, UNFITNESS)) {
			this.pool.getConnections().stopPreparingStatements();
			logger.warn(("A pooler before the database of '%s' shares sessions, and does not keep prepared statements "
					+ "(%s). From now on none are made; set 'spring.datasource.hikari.data-source-properties."
					+ "prepareThreshold' to 0, or 'pgsteady.providers.<provider>.prepare-threshold', to have it so "
					+ "from the start")
				.formatted(this.pool.getName(), failure));
		}
	}

	/**
	 * The process stood still, and nobody knows what became of its connections meanwhile.
	 * @param time how long
	 */
	void stoodStill(Duration time) {
		evict("the process stood still for " + time.toSeconds() + " s", LOSSES);
	}

	private boolean evict(String reason, Duration quiet) {
		this.pool.getConnections().doubtConnections();
		HikariPoolMXBean running = this.pool.getRunning();
		if (running == null || !isFirst(quiet)) {
			return false;
		}
		int idle = running.getIdleConnections();
		int active = running.getActiveConnections();
		running.softEvictConnections();
		logger.warn(("The connections of '%s' are renewed: %s. %d idle ones are closed, %d in use when they come back")
			.formatted(this.pool.getName(), reason, idle, active));
		return true;
	}

	private synchronized boolean isFirst(Duration quiet) {
		long now = this.nanoTime.getAsLong();
		if (now - this.quietUntil < 0) {
			return false;
		}
		this.quietUntil = now + quiet.toNanos();
		return true;
	}

}
