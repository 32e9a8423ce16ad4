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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariPoolMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.pgsteady.connection.ConnectionListener;
import io.github.pgsteady.connection.ConnectionLoss;
import io.github.pgsteady.connection.Outcome;
import io.github.pgsteady.connection.Phase;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.link.Stall;
import io.github.pgsteady.link.StallCause;
import io.github.pgsteady.pool.ObservedPool.Evicted;

/**
 * Evicts all connections of a pool softly when one of them shows that the others cannot
 * be any better: idle ones are closed, and those in use when they come back. Once in an
 * incident, and with one line in the log, instead of once for each connection.
 */
final class PoolEviction implements ConnectionListener {

	private static final Log logger = LogFactory.getLog(PoolEviction.class);

	// The server ends all of its sessions
	private static final Set<String> SHUTDOWN = Set.of("57P01", "57P02", "57P03");

	// Whoever kills connections one by one does not get the whole pool each time, and no
	// server restarts twice in this time
	private static final Duration LOSSES = Duration.ofSeconds(1);

	// What new connections do not heal does not heal by evicting them again
	private static final Duration UNFITNESS = Duration.ofSeconds(60);

	// As the driver calls its prepared statements and cursors
	private static final Pattern DRIVER_NAME = Pattern.compile("\\b[SC]_\\d+\\b");

	private final ObservedPool pool;

	private final LongSupplier nanoTime;

	private final Map<FailureClass, Long> quietUntil = new HashMap<>();

	PoolEviction(ObservedPool pool, LongSupplier nanoTime) {
		this.pool = pool;
		this.nanoTime = nanoTime;
	}

	@Override
	public void lost(ConnectionLoss loss) {
		// The server ends the session of one that is silent because it was asked to
		boolean all = loss.phase() == Phase.IDLE || isShutdown(loss.failure());
		if (all && loss.stall() == null) {
			this.pool.getConnections().doubtConnections();
			if (isFirst(FailureClass.CONNECTION_LOST, LOSSES)) {
				evict(EvictionReason.LOST, "a connection was lost, " + loss.failure());
			}
		}
	}

	/**
	 * What goes for one goes for those that are idle as well, unless something is known
	 * to come back on another.
	 */
	@Override
	public void stalled(Stall stall) {
		if (stall.alone() && stall.cause() != StallCause.TIME_LIMIT) {
			this.pool.getConnections().doubtConnections();
			if (isFirst(FailureClass.CONNECTION_LOST, LOSSES)) {
				evict(EvictionReason.SILENT, "a connection has gone silent, since " + stall.cause());
			}
		}
	}

	/**
	 * The one that was lost comes back as if nothing had happened to it, and would be
	 * lent again.
	 */
	@Override
	public void commitLost(Outcome outcome) {
		if (outcome == Outcome.COMMITTED) {
			evict(EvictionReason.COMMIT_LOST, "one was lost while it committed");
		}
	}

	private static boolean isShutdown(Failure failure) {
		return failure.sqlState() != null && SHUTDOWN.contains(failure.sqlState());
	}

	@Override
	public void unfit(Failure failure) {
		boolean readOnly = failure.failureClass() == FailureClass.READ_ONLY;
		if ((!readOnly && !isOfPooler(failure)) || !isFirst(failure.failureClass(), UNFITNESS)) {
			return;
		}
		this.pool.getConnections().doubtConnections();
		if (readOnly) {
			evict(EvictionReason.READ_ONLY, "the database can only be read, " + failure);
			return;
		}
		this.pool.getConnections().stopPreparingStatements();
		evict(EvictionReason.PREPARED_STATEMENTS, "prepared statements are lost, " + failure);
		logger
			.warn(("A pooler before the database of '%s' shares sessions, and does not keep prepared statements (%s). "
					+ "From now on none are made; set 'spring.datasource.hikari.data-source-properties.prepareThreshold' "
					+ "to 0, or 'pgsteady.providers.<provider>.prepare-threshold', to have it so from the start")
				.formatted(this.pool.getName(), failure));
	}

	// A cached plan that does not fit any more is nobody's fault, and the name of a
	// statement that the driver did not give is the application's own
	private static boolean isOfPooler(Failure failure) {
		if ("26000".equals(failure.sqlState()) || "42P05".equals(failure.sqlState())) {
			String message = failure.exception().getMessage();
			return message != null && DRIVER_NAME.matcher(message).find();
		}
		return !"0A000".equals(failure.sqlState());
	}

	/**
	 * The process stood still, and nobody knows what became of its connections meanwhile.
	 * @param time how long
	 */
	void stoodStill(Duration time) {
		this.pool.getConnections().doubtConnections();
		evict(EvictionReason.STANDSTILL, "the process stood still for " + time.toSeconds() + " s");
	}

	@Nullable Evicted evict(EvictionReason reason, String explanation) {
		HikariPoolMXBean running = this.pool.getRunning();
		if (running == null) {
			return null;
		}
		int idle = running.getIdleConnections();
		int active = running.getActiveConnections();
		running.softEvictConnections();
		logger.warn(("The connections of '%s' are renewed: %s. %s idle ones are closed, %s in use when they come back")
			.formatted(this.pool.getName(), explanation, idle, active));
		this.pool.getListeners().tell((listener) -> listener.evicted(this.pool.getName(), reason, idle + active));
		return new Evicted(idle, active);
	}

	private synchronized boolean isFirst(FailureClass incident, Duration quiet) {
		long now = this.nanoTime.getAsLong();
		Long until = this.quietUntil.get(incident);
		if (until != null && now - until < 0) {
			return false;
		}
		this.quietUntil.put(incident, now + quiet.toNanos());
		return true;
	}

}
