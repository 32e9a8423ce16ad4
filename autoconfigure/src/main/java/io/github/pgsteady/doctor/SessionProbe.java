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

package io.github.pgsteady.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

import io.github.pgsteady.diagnosis.ConnectFailureExplanation;
import io.github.pgsteady.failure.FailureClassifier;

/**
 * Leaves something in the session of one connection, looks for it from another one, and
 * clears it away, in the session where it is found. Nothing of that is written to the
 * database.
 */
final class SessionProbe {

	private static final int ROUNDS = 10;

	private static final String SETTING = "pgsteady.doctor";

	private static final String LEAVE_SETTING = "select set_config('" + SETTING + "', ?, false)";

	private static final String READ_SETTING = "select current_setting('" + SETTING + "', true)";

	private final Connection first;

	private final Connection second;

	private final FailureClassifier classifier;

	private final String mark = "pgsteady doctor " + UUID.randomUUID();

	private final long key = ThreadLocalRandom.current().nextLong();

	SessionProbe(Connection first, Connection second, FailureClassifier classifier) {
		this.first = first;
		this.second = second;
		this.classifier = classifier;
	}

	SessionFacts examine() throws SQLException {
		String preparedProblem = examinePreparedStatements();
		Transactions.ask(this.first, (connection) -> Transactions.rows(connection, LEAVE_SETTING, this.mark));
		boolean leaked = Transactions.ask(this.second, this::takeSetting);
		boolean kept = Transactions.ask(this.first, this::takeSetting);
		if (!leaked && !kept) {
			clear(this::takeSetting);
		}
		return new SessionFacts(preparedProblem, kept, leaked, examineLock());
	}

	// In the same transaction, so that it is the same session
	private boolean takeSetting(Connection connection) throws SQLException {
		boolean found = this.mark.equals(Transactions.value(connection, READ_SETTING));
		if (found) {
			Transactions.value(connection, LEAVE_SETTING, "");
		}
		return found;
	}

	private @Nullable String examinePreparedStatements() throws SQLException {
		try (PreparedStatement statement = this.first.prepareStatement("select 1 /* " + this.mark + " */")) {
			statement.unwrap(PGStatement.class).setPrepareThreshold(1);
			Transactions.ask(this.first, (connection) -> statement.executeQuery().next());
			boolean shared = Transactions.ask(this.second, this::forgetStatement);
			String problem = execute(statement);
			if (!shared && problem != null) {
				clear(this::forgetStatement);
			}
			return problem;
		}
	}

	private @Nullable String execute(PreparedStatement statement) throws SQLException {
		try {
			Transactions.ask(this.first, (connection) -> statement.executeQuery().next());
			return null;
		}
		catch (SQLException ex) {
			if (this.first.isClosed()) {
				throw ex;
			}
			return ConnectFailureExplanation.words(this.classifier.classify(ex));
		}
	}

	// Where a pooler keeps track of statements, they have names of its own, and stay
	private boolean forgetStatement(Connection connection) throws SQLException {
		List<List<@Nullable String>> names = Transactions.rows(connection,
				"select name from pg_catalog.pg_prepared_statements where name like 'S\\_%' and statement like ?",
				"%" + this.mark + "%");
		for (List<@Nullable String> name : names) {
			String quoted = Objects.requireNonNull(name.get(0)).replace("\"", "");
			try (PreparedStatement deallocate = connection.prepareStatement("deallocate \"" + quoted + "\"")) {
				deallocate.execute();
			}
		}
		return !names.isEmpty();
	}

	// It is in a session that neither connection has at the moment
	private boolean clear(Transactions.Question<Boolean> clearing) throws SQLException {
		for (int round = 0; round < ROUNDS; round++) {
			if (Transactions.ask((round % 2 == 0) ? this.first : this.second, clearing)) {
				return true;
			}
		}
		return false;
	}

	private boolean examineLock() throws SQLException {
		Transactions.ask(this.first,
				(connection) -> Transactions.rows(connection, "select pg_try_advisory_lock(?)", this.key));
		boolean excluded = Transactions.ask(this.second, this::isLockedOut);
		return clear(this::unlock) && excluded;
	}

	private boolean isLockedOut(Connection connection) throws SQLException {
		boolean mine = "t".equals(Transactions.value(connection, "select pg_try_advisory_lock(?)", this.key));
		if (mine) {
			Transactions.value(connection, "select pg_advisory_unlock(?)", this.key);
		}
		return !mine;
	}

	// Asked first, since the server warns of a lock that is not there
	private boolean unlock(Connection connection) throws SQLException {
		String held = Transactions.value(connection, """
				select count(*) from pg_catalog.pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
				  and objsubid = 1 and ((classid::bigint << 32) | objid::bigint) = ?""", this.key);
		if ("0".equals(held)) {
			return false;
		}
		Transactions.value(connection, "select pg_advisory_unlock(?)", this.key);
		return true;
	}

}
