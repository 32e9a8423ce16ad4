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

import java.net.SocketTimeoutException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.pgsteady.connection.CommitInquiry.Answer;
import io.github.pgsteady.failure.Failure;
import io.github.pgsteady.failure.FailureClass;
import io.github.pgsteady.link.Link;
import io.github.pgsteady.link.Stall;

/**
 * A connection of the driver, below the pool, that records how far it is: whether a
 * transaction is open, whether {@code COMMIT} was sent and answered, and what was lost.
 * It also sees to it that a connection in doubt is validated before something is begun on
 * it, and that an answer does not stay away for ever.
 */
final class RecordingConnection extends ConnectionDelegate {

	private static final int VALIDATION_SECONDS = 5;

	private static final String OWN_LIMIT = "socketTimeout";

	private static final String STATEMENT_LIMIT = "pgsteady.connection.statement-timeout";

	private static final String COMMIT_LIMIT = "pgsteady.connection.commit-timeout";

	private static final String ROLLED_BACK = "COMMIT was not answered, and the server says that it has rolled back the transaction";

	private static final String UNANSWERED = "The connection did not answer when it was validated";

	private final Connection driver;

	private final @Nullable Link link;

	private final Connections connections;

	private final @Nullable CommitResolver resolver;

	private final ConnectionRecord record = new ConnectionRecord();

	// While the pool prepares the connection, nobody has borrowed it
	private @Nullable Thread creator = Thread.currentThread();

	private int doubts;

	// A transaction that has sent nothing yet was begun on it when it was not idle for
	// long: to look again would be of no use, for there is no other connection for it
	private boolean begun;

	private long lastAnswer = System.nanoTime();

	// Of the socket, in milliseconds, as the application or the URL says
	private int ownTimeout;

	// Of ours, in milliseconds, or 0
	private int limit;

	private String socketLimit = OWN_LIMIT;

	RecordingConnection(Connection connection, @Nullable Link link, Connections connections, int doubts)
			throws SQLException {
		super(connection);
		this.driver = connection;
		this.link = link;
		this.connections = connections;
		this.resolver = connections.getResolver();
		this.doubts = doubts;
		this.ownTimeout = connection.getNetworkTimeout();
		connections.opened(this);
	}

	// Statements

	@Override
	public Statement createStatement() throws SQLException {
		return new RecordingStatement(this, super.createStatement());
	}

	@Override
	public Statement createStatement(int resultSetType, int resultSetConcurrency) throws SQLException {
		escapeIfUpdatable(resultSetConcurrency);
		return new RecordingStatement(this, super.createStatement(resultSetType, resultSetConcurrency));
	}

	@Override
	public Statement createStatement(int resultSetType, int resultSetConcurrency, int resultSetHoldability)
			throws SQLException {
		escapeIfUpdatable(resultSetConcurrency);
		return new RecordingStatement(this,
				super.createStatement(resultSetType, resultSetConcurrency, resultSetHoldability));
	}

	@Override
	public PreparedStatement prepareStatement(String sql) throws SQLException {
		return recording(sql, super.prepareStatement(sql));
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
			throws SQLException {
		escapeIfUpdatable(resultSetConcurrency);
		return recording(sql, super.prepareStatement(sql, resultSetType, resultSetConcurrency));
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency,
			int resultSetHoldability) throws SQLException {
		escapeIfUpdatable(resultSetConcurrency);
		return recording(sql, super.prepareStatement(sql, resultSetType, resultSetConcurrency, resultSetHoldability));
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
		return recording(sql, super.prepareStatement(sql, autoGeneratedKeys));
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
		return recording(sql, super.prepareStatement(sql, columnIndexes));
	}

	@Override
	public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
		return recording(sql, super.prepareStatement(sql, columnNames));
	}

	private PreparedStatement recording(String sql, PreparedStatement statement) {
		return new RecordingPreparedStatement(this, statement, StatementKind.of(sql));
	}

	@Override
	public CallableStatement prepareCall(String sql) throws SQLException {
		beforeCall();
		return super.prepareCall(sql);
	}

	@Override
	public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency) throws SQLException {
		beforeCall();
		return super.prepareCall(sql, resultSetType, resultSetConcurrency);
	}

	@Override
	public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency,
			int resultSetHoldability) throws SQLException {
		beforeCall();
		return super.prepareCall(sql, resultSetType, resultSetConcurrency, resultSetHoldability);
	}

	// A procedure may commit, so there is nothing to be gained from looking closer
	private void beforeCall() throws SQLException {
		if (!this.record.isTransactionOpen()) {
			validateIfInDoubt();
		}
		escape();
	}

	// Results that can be changed write by themselves
	private void escapeIfUpdatable(int resultSetConcurrency) throws SQLException {
		if (resultSetConcurrency == ResultSet.CONCUR_UPDATABLE) {
			escape();
		}
	}

	/**
	 * A statement is about to be sent.
	 * @param kind what can be told of it
	 * @param queryTimeout its own timeout in seconds, or 0
	 * @throws SQLException if the connection turns out to be dead: nothing was sent
	 */
	void before(StatementKind kind, int queryTimeout) throws SQLException {
		leaveCreator();
		if (!this.record.isTransactionOpen() && (kind != StatementKind.READ || !this.record.isAutoCommit())) {
			validateIfInDoubt();
		}
		this.begun = false;
		limitStatement(queryTimeout);
		this.record.sent(kind, queryTimeout, this.creator == null);
		CallRecord call = CallRecord.current();
		if (call != null) {
			call.uses(this);
		}
		if (kind == StatementKind.CONTROL) {
			// It may commit first, and fail then
			committed();
		}
	}

	private void leaveCreator() {
		if (this.creator != null && this.creator != Thread.currentThread()) {
			this.creator = null;
			this.record.returned();
		}
	}

	void answered() {
		alive();
		if (this.record.answered()) {
			committed();
		}
	}

	private void committed() {
		CallRecord call = CallRecord.current();
		if (call != null) {
			call.committed();
		}
	}

	private void alive() {
		this.lastAnswer = System.nanoTime();
		this.connections.answered(this.lastAnswer);
	}

	/**
	 * A statement failed.
	 * @param exception how
	 * @param several whether it consisted of several, of which some may have succeeded
	 * @return the exception
	 */
	SQLException failed(SQLException exception, boolean several) {
		Failure failure = this.connections.classify(exception);
		if (noticed(exception, failure)) {
			return exception;
		}
		alive();
		tellIfUnfit(failure);
		if (failure.failureClass() == FailureClass.CONNECTION_LOST) {
			// By words of somebody between, who goes on: what became of it, nobody knows
			executedOrNot();
		}
		else if (this.record.isCommitSent()
				|| (isAnsweredByServer(exception) && !(several && this.record.isAutoCommit()))) {
			// A COMMIT that fails on a living connection was answered, perhaps by
			// ROLLBACK
			this.record.refused();
		}
		else if (this.record.answered()) {
			committed();
		}
		return exception;
	}

	private void executedOrNot() {
		if (this.record.isCommitSent() ? this.record.commitAnswered() : this.record.answered()) {
			committed();
		}
	}

	private void tellIfUnfit(Failure failure) {
		boolean readOnly = failure.failureClass() == FailureClass.READ_ONLY && !this.record.isReadOnly();
		if (readOnly || failure.failureClass() == FailureClass.POOLER_STATE) {
			this.connections.tell((listener) -> listener.unfit(failure));
		}
	}

	private SQLException failed(SQLException exception) {
		return failed(exception, false);
	}

	static boolean isAnsweredByServer(Throwable exception) {
		return exception instanceof PSQLException failure && failure.getServerErrorMessage() != null;
	}

	/**
	 * Look whether a failure means that the connection is lost.
	 * @param exception the failure
	 */
	void noticed(SQLException exception) {
		noticed(exception, this.connections.classify(exception));
	}

	private boolean noticed(SQLException exception, Failure failure) {
		if (!isClosedByDriver()) {
			return false;
		}
		lost(failure, exception, true);
		ConnectionLoss loss = this.record.getLoss();
		if (loss != null) {
			CallRecord.explain(exception, loss);
		}
		return true;
	}

	boolean isLostUnnoticed() {
		return this.record.getLoss() == null && this.record.getHolder() == Thread.currentThread() && isClosedByDriver();
	}

	private @Nullable ConnectionLoss recordLoss(Failure failure, SQLException exception) {
		Stall stall = (this.link != null) ? this.link.getStall() : null;
		if (stall != null) {
			return this.record.lost(failure, stall.limit(), stall);
		}
		boolean timeout = NestedExceptionUtils.getMostSpecificCause(exception) instanceof SocketTimeoutException;
		return this.record.lost(failure, timeout ? this.socketLimit : null, null);
	}

	private void lost(Failure failure, SQLException exception, boolean inUse) {
		ConnectionLoss loss = recordLoss(failure, exception);
		if (loss == null) {
			return;
		}
		if (inUse) {
			tellCall(loss);
		}
		this.connections.tell((listener) -> listener.lost(loss));
	}

	private void tellCall(ConnectionLoss loss) {
		CallRecord call = CallRecord.current();
		if (call != null) {
			call.lost(loss, this);
		}
	}

	private boolean isClosedByDriver() {
		try {
			return super.isClosed();
		}
		catch (SQLException ex) {
			return true;
		}
	}

	// Transactions

	@Override
	public void setAutoCommit(boolean autoCommit) throws SQLException {
		if (autoCommit && this.record.isLostAfterCommit()) {
			this.record.setAutoCommit(true);
		}
		else if (autoCommit == this.record.isAutoCommit()) {
			super.setAutoCommit(autoCommit);
		}
		else if (autoCommit && (this.record.isTransactionOpen() || this.record.isEscaped())) {
			// The driver commits
			committing(() -> super.setAutoCommit(true));
			this.record.setAutoCommit(true);
		}
		else {
			leaveCreator();
			if (!autoCommit) {
				validateIfInDoubt();
			}
			run(() -> super.setAutoCommit(autoCommit));
			this.record.setAutoCommit(autoCommit);
			this.begun = !autoCommit;
		}
	}

	@Override
	public void setReadOnly(boolean readOnly) throws SQLException {
		change(() -> super.setReadOnly(readOnly));
		this.record.setReadOnly(readOnly);
	}

	@Override
	public void commit() throws SQLException {
		if (this.record.isAutoCommit()) {
			super.commit();
		}
		else {
			committing(super::commit);
		}
	}

	private void committing(SqlAction action) throws SQLException {
		limitCommit();
		TransactionIdentity identity = (this.resolver != null) ? noteIdentity(this.resolver) : null;
		this.record.commitSent();
		try {
			action.run();
			alive();
		}
		catch (SQLException ex) {
			afterFailedCommit(ex, identity);
		}
		if (this.record.commitAnswered()) {
			committed();
		}
		limitStatement(0);
	}

	// None where a COMMIT that gets lost need not be asked for, or cannot be
	private @Nullable TransactionIdentity noteIdentity(CommitResolver resolver) throws SQLException {
		boolean begun = this.record.isTransactionOpen() || this.record.isEscaped();
		if (!begun || this.record.isReadOnly() || !resolver.isPossible()) {
			return null;
		}
		try {
			TransactionIdentity identity = resolver.note(this.driver, this.record.mayHaveWritten());
			alive();
			return identity;
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	// Returns only if the server has committed all the same
	private void afterFailedCommit(SQLException exception, @Nullable TransactionIdentity identity) throws SQLException {
		ConnectionLoss loss = isClosedByDriver() ? recordLoss(this.connections.classify(exception), exception) : null;
		if (loss == null) {
			throw failed(exception);
		}
		this.connections.tell((listener) -> listener.lost(loss));
		ConnectionLoss settled = (loss.phase() == Phase.COMMIT) ? settle(loss, identity) : loss;
		if (settled.outcome() == Outcome.COMMITTED) {
			committed();
			return;
		}
		tellCall(settled);
		SQLException failure = (settled.outcome() != null && settled.outcome().isRolledBack())
				? new SQLTransactionRollbackException(ROLLED_BACK, "40000", exception) : exception;
		CallRecord.explain(failure, settled);
		throw failure;
	}

	private ConnectionLoss settle(ConnectionLoss loss, @Nullable TransactionIdentity identity) {
		if (this.resolver == null) {
			this.connections.tell((listener) -> listener.commitLost(Outcome.UNKNOWN));
			return loss;
		}
		Answer answer = this.resolver.resolve(identity, this.record.isEscaped());
		this.connections.tell((listener) -> listener.commitLost(answer.outcome()));
		return this.record.settled(loss, answer);
	}

	@Override
	public void rollback() throws SQLException {
		ConnectionLoss loss = this.record.getLoss();
		if (loss != null) {
			rollbackOfLost(loss);
			return;
		}
		limitCommit();
		run(super::rollback);
		this.record.rolledBack();
		limitStatement(0);
	}

	// The server has rolled back, or will: there is nothing left to do, unless it may
	// have committed
	private void rollbackOfLost(ConnectionLoss loss) throws SQLException {
		if (loss.phase().isOutcomeUnknown()) {
			throw new SQLTransientConnectionException("The connection is lost, and whether it had committed is unknown",
					"08006");
		}
		this.record.rolledBack();
	}

	@Override
	public void rollback(Savepoint savepoint) throws SQLException {
		before(StatementKind.READ, 0);
		run(() -> super.rollback(savepoint));
		answered();
	}

	@Override
	public Savepoint setSavepoint() throws SQLException {
		before(StatementKind.READ, 0);
		Savepoint savepoint = call(super::setSavepoint);
		answered();
		return savepoint;
	}

	@Override
	public Savepoint setSavepoint(String name) throws SQLException {
		before(StatementKind.READ, 0);
		Savepoint savepoint = call(() -> super.setSavepoint(name));
		answered();
		return savepoint;
	}

	// What else asks the server

	@Override
	public int getTransactionIsolation() throws SQLException {
		return ask(super::getTransactionIsolation);
	}

	@Override
	public void setTransactionIsolation(int level) throws SQLException {
		change(() -> super.setTransactionIsolation(level));
	}

	@Override
	public String getSchema() throws SQLException {
		return ask(super::getSchema);
	}

	@Override
	public void setSchema(String schema) throws SQLException {
		change(() -> super.setSchema(schema));
	}

	private void change(SqlAction action) throws SQLException {
		if (this.record.isLostAfterCommit()) {
			// Nobody will use it again
			return;
		}
		ask(() -> {
			action.run();
			return this;
		});
	}

	// Of the session, before or after a transaction: it takes no longer than a commit
	private <T> T ask(SqlCall<T> question) throws SQLException {
		leaveCreator();
		if (!this.record.isTransactionOpen()) {
			validateIfInDoubt();
		}
		limitCommit();
		T answer = call(question);
		limitStatement(0);
		return answer;
	}

	private void run(SqlAction action) throws SQLException {
		call(() -> {
			action.run();
			return this;
		});
	}

	private <T> T call(SqlCall<T> call) throws SQLException {
		try {
			return call.run();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	// Validation

	private void validateIfInDoubt() throws SQLException {
		if (this.doubts == this.connections.getDoubts() && (this.begun || !isIdleForLong())) {
			return;
		}
		if (!isAlive(VALIDATION_SECONDS, true)) {
			throw new SQLTransientConnectionException(
					"The connection turned out to be dead before anything was sent on it", "08003");
		}
	}

	private boolean isIdleForLong() {
		return this.connections.getLimits().isLong(System.nanoTime() - this.lastAnswer);
	}

	/**
	 * The pool calls this before it lends the connection: what it finds is not the
	 * business of whoever borrows another one then.
	 */
	@Override
	public boolean isValid(int timeout) throws SQLException {
		return isAlive(timeout, false);
	}

	private boolean isAlive(int timeout, boolean inUse) throws SQLException {
		int current = this.connections.getDoubts();
		boolean alive = super.isValid(timeout);
		if (alive) {
			this.doubts = current;
			alive();
		}
		else {
			SQLException unanswered = new SQLException(UNANSWERED, "08006");
			lost(this.connections.classify(unanswered), unanswered, inUse);
		}
		return alive;
	}

	// Time limits

	private void limitStatement(int queryTimeout) throws SQLException {
		boolean unlimited = this.ownTimeout != 0 || this.record.isEscaped();
		limit(unlimited ? 0 : this.connections.getLimits().forStatement(queryTimeout), STATEMENT_LIMIT);
	}

	private void limitCommit() throws SQLException {
		int limit = this.connections.getLimits().forCommit(this.record.getLongestTimeout());
		boolean ownIsShorter = this.ownTimeout != 0 && this.ownTimeout < limit;
		limit(ownIsShorter ? 0 : limit, COMMIT_LIMIT);
	}

	private void limit(int limit, String property) throws SQLException {
		if (limit == this.limit) {
			return;
		}
		this.limit = limit;
		if (this.link != null) {
			this.link.limit(limit, property);
		}
		else if (!isClosedByDriver()) {
			boolean own = limit == 0;
			super.setNetworkTimeout(Runnable::run, own ? this.ownTimeout : limit);
			this.socketLimit = own ? OWN_LIMIT : property;
		}
	}

	@Override
	public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
		limit(0, OWN_LIMIT);
		super.setNetworkTimeout(executor, milliseconds);
		this.ownTimeout = milliseconds;
	}

	@Override
	public int getNetworkTimeout() throws SQLException {
		return this.ownTimeout;
	}

	// What leads past it

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		T unwrapped = super.unwrap(type);
		escape();
		return unwrapped;
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this) || super.isWrapperFor(type);
	}

	void escape() throws SQLException {
		leaveCreator();
		this.record.escaped(this.creator == null);
		CallRecord call = CallRecord.current();
		if (call != null) {
			call.uses(this);
			call.committed();
		}
		if (this.link != null) {
			this.link.setUnwrapped(true);
		}
		limitStatement(0);
	}

	// The end

	/**
	 * The pool calls this when it gets the connection back, after it has rolled back what
	 * was open; an application may call it at any time.
	 */
	@Override
	public void clearWarnings() throws SQLException {
		if (!this.record.isLostAfterCommit()) {
			super.clearWarnings();
		}
		if (this.record.isTransactionOpen() || (this.record.isEscaped() && !CallingCode.isPool())) {
			return;
		}
		CallRecord call = CallRecord.current();
		if (call != null && call.isUsing(this) && this.record.isTransactional()
				&& TransactionSynchronizationManager.isActualTransactionActive()) {
			StackTraceElement place = CallingCode.outsideOfPool();
			if (place != null) {
				call.closedByApplication(place);
				this.connections.tell((listener) -> listener.closedByApplication(place));
			}
		}
		this.record.returned();
		this.begun = false;
		if (this.link != null) {
			this.link.setUnwrapped(false);
		}
		this.connections.returned(System.nanoTime());
	}

	@Override
	public void close() throws SQLException {
		try {
			super.close();
		}
		finally {
			if (this.link != null) {
				// The driver leaves the socket open if it cannot take its leave
				this.link.close();
			}
			this.connections.closed(this);
		}
	}

	@Override
	public void abort(Executor executor) throws SQLException {
		this.connections.closed(this);
		super.abort(executor);
	}

	boolean isOf(PatientDataSource dataSource) {
		return dataSource.isOf(this.connections);
	}

	@Nullable Thread getHolder() {
		return this.record.getHolder();
	}

	/**
	 * Something that may fail, and has a result.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface SqlCall<T> {

		T run() throws SQLException;

	}

	/**
	 * Something that may fail.
	 */
	@FunctionalInterface
	interface SqlAction {

		void run() throws SQLException;

	}

}
