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

package io.github.pgsteady.connection;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.util.function.SingletonSupplier;

import io.github.pgsteady.connection.ConnectAttempts.Credentials;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.link.Link;
import io.github.pgsteady.link.LinkCapture;
import io.github.pgsteady.link.LinkWatch;
import io.github.pgsteady.link.LinkWatches;

/**
 * Makes the connections of a pool, between the pool and the driver: it waits for a
 * database that is starting, waking or full, and tries again in short steps, so that
 * recovery does not depend on the pool's own pauses of up to 5 s; it does not repeat what
 * will be refused again. The pool passes the credentials with each connection, so they
 * can change.
 * <p>
 * The first connection waits for the time of the policy. Later on, a failure is passed to
 * the pool at once if it is the first or of another class than the one before, so that
 * whoever waits for a connection gets the real cause; otherwise the next attempts are
 * made here. Instances are safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class PatientDataSource implements DataSource {

	private static final Log logger = LogFactory.getLog(PatientDataSource.class);

	// How soon a wait notices that the pool has been closed
	private static final long SLICE = Duration.ofMillis(20).toNanos();

	private final String name;

	private final Supplier<DataSource> delegate;

	private final Connections connections;

	private final ConnectPolicy policy;

	private volatile BooleanSupplier closed;

	private final ConnectAttempts attempts;

	// Those that worked last
	private volatile Credentials credentials = new Credentials(null, null);

	private volatile int loginTimeout;

	private volatile @Nullable LinkWatch watch;

	private volatile boolean unwatched;

	private final AtomicInteger connecting = new AtomicInteger();

	private final AbsenceLog absence;

	PatientDataSource(String name, Supplier<DataSource> delegate, Connections connections, ConnectPolicy policy,
			BooleanSupplier closed) {
		this.name = name;
		this.delegate = SingletonSupplier.of(delegate);
		this.connections = connections;
		this.policy = policy;
		this.closed = closed;
		this.absence = new AbsenceLog(name, System::nanoTime);
		this.attempts = new ConnectAttempts(policy, new ConnectBackoff(RandomGenerator.getDefault()), System::nanoTime);
	}

	/**
	 * Find out on another connection, outside the pool, what became of a {@code COMMIT}
	 * that was not answered.
	 */
	void resolveCommits() {
		this.connections.setResolver(new CommitResolver(this.name, this::connectOutsideOfPool, this.connections,
				() -> this.closed.getAsBoolean()));
	}

	/**
	 * Have the server asked what it is doing when an answer stays away.
	 * @param watches who is to do that
	 */
	void watchLinks(LinkWatches watches) {
		this.watch = watches.watch(this.name, this.policy.sessions(), this.policy.recoveryWindow(),
				this::connectOutsideOfPool, this.connections::classifyConnect, this.connections);
	}

	private Connection connectOutsideOfPool() throws SQLException {
		Connection connection = connectDriver(this.credentials);
		if (connection.isWrapperFor(PGConnection.class)) {
			// It may be used too often for a pooler, and is never worth it
			connection.unwrap(PGConnection.class).setPrepareThreshold(0);
		}
		return connection;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return getConnection(null, null);
	}

	@Override
	public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
		this.connecting.incrementAndGet();
		try {
			return connectPatiently(user, password);
		}
		finally {
			this.connecting.decrementAndGet();
		}
	}

	private Connection connectPatiently(@Nullable String user, @Nullable String password) throws SQLException {
		Credentials credentials = new Credentials(user, password);
		long begun = this.attempts.begin(credentials);
		while (true) {
			long start = System.nanoTime();
			try {
				Connection connection = connect(credentials);
				this.attempts.succeeded();
				this.credentials = credentials;
				tellOfSuccess(start, begun);
				this.absence.connected();
				return connection;
			}
			catch (SQLException ex) {
				Failure failure = this.connections.classifyConnect(ex);
				Duration pause = this.attempts.failed(failure, ex, credentials, begun);
				tellOfFailure(failure, start);
				this.absence.failed(failure, ex,
						(pause != null && !this.attempts.isConnectedOnce()) ? this.policy.startupWait() : null);
				if (pause == null) {
					throw ex;
				}
				pause(pause, ex);
			}
		}
	}

	private void tellOfSuccess(long start, long begun) {
		long now = System.nanoTime();
		boolean alone = this.connections.getOpen() == 1;
		this.connections.tell(
				(listener) -> listener.connected(Duration.ofNanos(now - start), Duration.ofNanos(now - begun), alone));
	}

	private void tellOfFailure(Failure failure, long start) {
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		this.connections.tell((listener) -> listener.connectFailed(failure, time));
	}

	private Connection connect(Credentials credentials) throws SQLException {
		int doubts = this.connections.getDoubts();
		LinkedConnection connection = connectWatched(credentials);
		int now = this.connections.getDoubts();
		if (now != doubts) {
			// Begun before the end of what it leads to, perhaps. The next one is kept: if
			// there is doubt of that, too, it is validated before it is used
			connection.driver().close();
			connection = connectWatched(credentials);
		}
		return prepare(connection.driver(), connection.link(), now);
	}

	private LinkedConnection connectWatched(Credentials credentials) throws SQLException {
		LinkWatch watch = this.watch;
		if (watch == null) {
			return new LinkedConnection(connectDriver(credentials), null);
		}
		try (LinkCapture capture = LinkCapture.forWatch(watch)) {
			Connection connection = connectDriver(credentials);
			Link link = capture.keep();
			if (link != null) {
				watch.loggedIn(link, connection);
			}
			else if (!this.unwatched) {
				this.unwatched = true;
				logger.info(("The sockets of '%s' are made by a factory of your own: a connection that has gone silent "
						+ "is only found by its time limits")
					.formatted(this.name));
			}
			return new LinkedConnection(connection, link);
		}
	}

	private Connection connectDriver(Credentials credentials) throws SQLException {
		DataSource dataSource = this.delegate.get();
		return (credentials.user() != null) ? dataSource.getConnection(credentials.user(), credentials.password())
				: dataSource.getConnection();
	}

	private Connection prepare(Connection connection, @Nullable Link link, int doubts) throws SQLException {
		try {
			if (!this.connections.isPreparing() && connection.isWrapperFor(PGConnection.class)) {
				connection.unwrap(PGConnection.class).setPrepareThreshold(0);
			}
			CommitResolver resolver = this.connections.getResolver();
			if (resolver != null) {
				resolver.probe(connection);
			}
			return new RecordingConnection(connection, link, this.connections, doubts);
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Tell of a failure that was met where no connection could see it, such as in a
	 * result. It is told to the connection that was lost by it, if one was.
	 * @param exception the failure
	 */
	public void noticed(SQLException exception) {
		this.connections.noticed(exception);
	}

	/**
	 * Add somebody who is told what happens to the connections.
	 * @param listener who is to be told
	 */
	public void addListener(ConnectionListener listener) {
		this.connections.addListener(listener);
	}

	/**
	 * Have somebody told each time that a connection is about to be given back to the
	 * pool. That is part of each call, so there is only one who is told, and it must cost
	 * next to nothing.
	 * @param listener who is to be told, instead of whoever was until now; it must
	 * neither wait nor throw anything
	 */
	public void setReturnListener(Runnable listener) {
		this.connections.setReturnListener(listener);
	}

	/**
	 * Doubt each connection that has been made until now: it is validated before anything
	 * is begun on it, and one that is being made is made anew.
	 */
	public void doubtConnections() {
		this.connections.doubt();
	}

	/**
	 * Return whether a connection is being made.
	 * @return whether somebody waits for one
	 */
	public boolean isConnecting() {
		return this.connecting.get() > 0;
	}

	/**
	 * Return whether the driver may prepare statements on the server.
	 * @return whether it may, if its own settings let it
	 */
	public boolean isPreparingStatements() {
		return this.connections.isPreparing();
	}

	/**
	 * Make no use of prepared statements of the server on connections to come.
	 */
	public void stopPreparingStatements() {
		this.connections.stopPreparing();
	}

	/**
	 * Return since when nothing has been answered on any connection.
	 * @return the time of the last answer, as {@link System#nanoTime()}, to a tenth of a
	 * second
	 */
	public long getLastAnswer() {
		return this.connections.getLastAnswer();
	}

	/**
	 * Return since when no connection has been given back to the pool.
	 * @return the time of the last return, as {@link System#nanoTime()}, to a tenth of a
	 * second
	 */
	public long getLastReturn() {
		return this.connections.getLastReturn();
	}

	/**
	 * Return how many connections have been given back to the pool until now.
	 * @return the number
	 */
	public long getReturned() {
		return this.connections.getReturned();
	}

	/**
	 * Return how many connections are open, those included that the pool is closing.
	 * @return the number
	 */
	public int getOpenConnections() {
		return this.connections.getOpen();
	}

	/**
	 * Return who uses connections now.
	 * @return the threads that sent something on a connection that they have borrowed
	 */
	public List<Thread> getHolders() {
		return this.connections.getHolders();
	}

	/**
	 * Return whether answers have stayed away for long on connections, and nobody knows
	 * why. Costs next to nothing.
	 * @return whether there are such connections
	 */
	public boolean isStalled() {
		LinkWatch watch = this.watch;
		return watch != null && watch.getUnexplained() > 0;
	}

	/**
	 * Return whether silent connections are found by asking the server.
	 * @return whether they are; not where that is switched off, where the sockets are
	 * made by a factory of the application's own, or where a pooler hides the sessions
	 */
	public boolean isWatched() {
		LinkWatch watch = this.watch;
		return watch != null && !this.unwatched && !watch.isBlind();
	}

	boolean isOf(Connections connections) {
		return this.connections == connections;
	}

	/**
	 * Set what ends each wait, where the pool is not known from the beginning.
	 * @param closed tells whether the pool has been closed
	 */
	public void endWith(BooleanSupplier closed) {
		this.closed = closed;
	}

	private void pause(Duration time, SQLException reason) throws SQLException {
		long end = System.nanoTime() + time.toNanos();
		for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(this, Math.min(left, SLICE));
			if (this.closed.getAsBoolean() || Thread.currentThread().isInterrupted()) {
				throw reason;
			}
		}
	}

	@Override
	public int getLoginTimeout() {
		// HikariCP waits this long, in seconds, for a connection in the making when it is
		// closed; with 0 it would not wait at all
		return Math.max(this.loginTimeout, 1);
	}

	@Override
	public void setLoginTimeout(int seconds) {
		// The driver's own property sets the limit; HikariCP would set its connection
		// timeout
		this.loginTimeout = seconds;
	}

	@Override
	public @Nullable PrintWriter getLogWriter() {
		return null;
	}

	@Override
	public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
		throw new SQLFeatureNotSupportedException("The driver logs by itself");
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException("The driver logs by itself");
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		DataSource dataSource = this.delegate.get();
		return type.isInstance(dataSource) ? type.cast(dataSource) : dataSource.unwrap(type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this) || type.isInstance(this.delegate.get()) || this.delegate.get().isWrapperFor(type);
	}

	@Override
	public String toString() {
		return "PatientDataSource of '" + this.name + "'";
	}

	/**
	 * A connection of the driver, and the link below it.
	 *
	 * @param driver the connection
	 * @param link the link, if it is watched
	 */
	private record LinkedConnection(Connection driver, @Nullable Link link) {

	}

}
